import { estimateRehearsal, mostPastMoves, type RehearsalEstimate } from '@godwit/domain/estimate';
import type { TreeFacts } from '@godwit/domain/facts';
import type { Database } from '@godwit/history-store';
import { readPastRehearsals } from './read-past-rehearsals.ts';

interface Asked {
  sourceHostId: string;
  destinationHostId: string | null;
  tree: TreeFacts | undefined;
}

/** How long a rehearsal will freeze the tree and take, learned from earlier ones between the hosts; null without a destination or a size. */
export const readRehearsalEstimate = async (
  database: Database,
  { sourceHostId, destinationHostId, tree }: Asked,
): Promise<RehearsalEstimate | null> => {
  if (destinationHostId === null || !tree?.dumpedMemoryBytes.known) return null;
  const size = { memoryBytes: tree.dumpedMemoryBytes.value, processes: tree.tasks.length };
  const past = await readPastRehearsals(database, { sourceHostId, destinationHostId, limit: mostPastMoves });
  return estimateRehearsal(size, past);
};
