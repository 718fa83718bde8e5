import { estimateMove, type MoveEstimate, mostPastMoves, type PastMove } from '@godwit/domain/estimate';
import type { TreeFacts } from '@godwit/domain/facts';
import { type Database, listPastMoves, type RunRecord } from '@godwit/history-store';

interface Asked {
  sourceHostId: string;
  destinationHostId: string | null;
  tree: TreeFacts | undefined;
}

/** What a move of this tree will probably cost, learned from earlier moves between the two hosts; null without a destination or a size. */
export const readMoveEstimate = async (
  database: Database,
  { sourceHostId, destinationHostId, tree }: Asked,
): Promise<MoveEstimate | null> => {
  if (destinationHostId === null || !tree?.dumpedMemoryBytes.known) return null;
  const size = { memoryBytes: tree.dumpedMemoryBytes.value, processes: tree.tasks.length };
  const past = await listPastMoves(database, { sourceHostId, destinationHostId, limit: mostPastMoves });
  return estimateMove(size, past.flatMap(toPastMove));
};

const toPastMove = ({ plan, times }: RunRecord): PastMove[] => {
  if (plan.kind !== 'move' || times === null) return [];
  const { frozenUs, switchOverUs, totalUs } = times;
  return [{ memoryBytes: plan.expectedBytes, processes: plan.taskPids.length, frozenUs, switchOverUs, totalUs }];
};
