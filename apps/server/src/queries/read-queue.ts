import { placeInQueue, type RunInLine, type RunQueue } from '@godwit/domain/run';
import { type Database, findHost, listActiveRuns, type RunRecord } from '@godwit/history-store';

interface Waiting {
  id: string;
  hostIds: readonly string[];
}

/** Where a run stands among those that are not over; null when it may start. To be asked under the lock of run starts. */
export const readQueue = async (database: Database, run: Waiting): Promise<RunQueue | null> => {
  const hosts = new Map<string, { name: string; limit: number }>();
  for (const id of run.hostIds) {
    const host = await findHost(database, id);
    if (host !== null) hosts.set(id, { name: host.name, limit: host.parallelRuns });
  }
  return placeInQueue(run, (await listActiveRuns(database)).map(toLine), hosts);
};

/** The hosts that a run works on. */
export const hostsOf = ({ sourceHostId, destinationHostId }: Pick<RunRecord, 'sourceHostId' | 'destinationHostId'>) =>
  destinationHostId === null ? [sourceHostId] : [sourceHostId, destinationHostId];

const toLine = (run: RunRecord): RunInLine => ({
  id: run.id,
  workload: run.workloadName,
  hostIds: hostsOf(run),
  queued: run.queue !== null,
});
