import {
  estimateMove,
  type MoveEstimate,
  mostPastMoves,
  moveAsRehearsed,
  type PastMove,
} from '@godwit/domain/estimate';
import type { TreeFacts } from '@godwit/domain/facts';
import { type Database, listPastRuns, type RunRecord } from '@godwit/history-store';
import { readPastRehearsals } from './read-past-rehearsals.ts';

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
  const pair = { sourceHostId, destinationHostId, limit: mostPastMoves };
  const past = await listPastRuns(database, { ...pair, kind: 'move' });
  const rehearsed = await readPastRehearsals(database, pair);
  return estimateMove(size, [...past.flatMap(toPastMove), ...rehearsed.map(moveAsRehearsed)]);
};

const toPastMove = ({ plan, times }: RunRecord): PastMove[] => {
  // A line that was kept narrow says nothing about the line.
  if (plan.kind !== 'move' || times === null || plan.bandwidthBytesPerSecond !== undefined) return [];
  if (plan.mode !== undefined && plan.mode !== 'stop-and-copy') return [];
  const { frozenUs, switchOverUs, totalUs } = times;
  return [{ memoryBytes: plan.expectedBytes, processes: plan.taskPids.length, frozenUs, switchOverUs, totalUs }];
};
