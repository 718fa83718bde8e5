import type { Database } from '../connection/database.ts';
import { type RunRecord, toRunRecord } from './run-record.ts';

interface PastRunsOf {
  kind: 'move' | 'rehearsal';
  sourceHostId: string;
  destinationHostId: string;
  limit: number;
}

/** Moves, or rehearsals, between two hosts that succeeded, newest first, from this source to this destination. */
export const listPastRuns = async (
  database: Database,
  { kind, sourceHostId, destinationHostId, limit }: PastRunsOf,
): Promise<RunRecord[]> =>
  (
    await database.run.findMany({
      where: { sourceHostId, destinationHostId, kind, outcome: 'succeeded' },
      orderBy: { ordinal: 'desc' },
      take: limit,
    })
  ).map(toRunRecord);

/** Moves of one workload by pre-copy from any of the hosts, however they ended, newest first. */
export const listPreCopies = async (
  database: Database,
  { workloadKey, sourceHostIds, limit }: { workloadKey: string; sourceHostIds: readonly string[]; limit: number },
): Promise<RunRecord[]> =>
  (
    await database.run.findMany({
      where: {
        sourceHostId: { in: [...sourceHostIds] },
        workloadKey,
        kind: 'move',
        plan: { path: ['mode'], equals: 'pre-copy' },
      },
      orderBy: { ordinal: 'desc' },
      take: limit,
    })
  ).map(toRunRecord);

/** The last rehearsal of a workload that is over, to this destination or to any (null). */
export const findLastRehearsal = async (
  database: Database,
  { workloadId, destinationHostId }: { workloadId: string; destinationHostId: string | null },
): Promise<RunRecord | null> => {
  const row = await database.run.findFirst({
    where: {
      workloadId,
      kind: 'rehearsal',
      state: 'finished',
      ...(destinationHostId === null ? {} : { destinationHostId }),
    },
    orderBy: { ordinal: 'desc' },
  });
  return row === null ? null : toRunRecord(row);
};
