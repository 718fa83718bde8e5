import type { Database } from '../connection/database.ts';
import type { RunRecord } from './run-record.ts';

export interface LaterRun {
  id: string;
  kind: string;
  sourceHostId: string;
  destinationHostId: string | null;
  /** It was permitted to commit: from then on a copy of its tree may run. */
  isPermitted: boolean;
}

/** The runs of one workload, by the key its agents give it, that were made after another run; oldest first. */
export const listLaterRuns = async (
  database: Database,
  { ordinal, workloadKey }: Pick<RunRecord, 'ordinal' | 'workloadKey'>,
): Promise<LaterRun[]> => {
  const rows = await database.run.findMany({
    where: { workloadKey, ordinal: { gt: ordinal } },
    orderBy: { ordinal: 'asc' },
    select: {
      id: true,
      kind: true,
      sourceHostId: true,
      destinationHostId: true,
      permission: { select: { runId: true } },
    },
  });
  return rows.map(({ permission, ...run }) => ({ ...run, isPermitted: permission !== null }));
};
