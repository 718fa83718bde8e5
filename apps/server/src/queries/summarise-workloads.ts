import {
  type Database,
  listActiveRuns,
  type RecentVerdict,
  recentVerdicts,
  type WorkloadWithHost,
} from '@godwit/history-store';
import type { Role } from '../policies/roles.ts';
import { presentWorkload } from '../presenters/present-workload.ts';
import type { WorkloadSummary } from '../procedures/shapes/workload-summary.ts';

const shownVerdicts = 50;

/** Workloads with their last verdicts and the run that works on each. */
export const summariseWorkloads = async (
  database: Database,
  workloads: WorkloadWithHost[],
  role: Role,
): Promise<WorkloadSummary[]> => {
  const ids = workloads.map(({ id }) => id);
  const verdicts = groupByWorkload(await recentVerdicts(database, ids, shownVerdicts));
  const runs = new Map((await listActiveRuns(database)).map(({ id, workloadId }) => [workloadId, id]));
  return workloads.map((workload) =>
    presentWorkload({
      workload,
      verdicts: verdicts.get(workload.id) ?? [],
      activeRunId: runs.get(workload.id) ?? null,
      role,
    }),
  );
};

const groupByWorkload = (verdicts: RecentVerdict[]): Map<string, RecentVerdict[]> => {
  const groups = new Map<string, RecentVerdict[]>();
  for (const verdict of verdicts) groups.set(verdict.workloadId, [...(groups.get(verdict.workloadId) ?? []), verdict]);
  return groups;
};
