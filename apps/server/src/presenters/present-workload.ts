import { workloadSchema } from '@godwit/domain/facts';
import { purposes, type VerdictWord, verdictWords } from '@godwit/domain/verdict';
import type { RecentVerdict, WorkloadWithHost } from '@godwit/history-store';
import type { Role } from '../policies/roles.ts';
import type { WorkloadSummary } from '../procedures/shapes/workload-summary.ts';
import { presentCommand } from './present-command.ts';
import { presentTime } from './present-time.ts';

interface WorkloadInput {
  workload: WorkloadWithHost;
  /** Newest first. */
  verdicts: RecentVerdict[];
  activeRunId: string | null;
  role: Role;
}

export const presentWorkload = ({ workload, verdicts, activeRunId, role }: WorkloadInput): WorkloadSummary => ({
  id: workload.id,
  hostId: workload.hostId,
  hostName: workload.host.name,
  key: workload.key,
  name: workload.name,
  kind: workloadSchema.shape.kind.catch('command').parse(workload.kind),
  rootPid: workload.rootPid,
  command: presentCommand(workload.command, role),
  processes: workload.processes,
  rssBytes: workload.rssBytes,
  serviceAddress: workload.serviceAddress,
  state: workload.state === 'running' ? 'running' : 'gone',
  lastSeenAt: presentTime(workload.lastSeenAt),
  lastPreflight: presentLast(verdicts[0]),
  lastVerdicts: verdicts.map(presentVerdict),
  activeRunId,
});

/** A word of the catalogue; one that this code does not know says nothing for sure. */
export const asVerdict = (word: string): VerdictWord => verdictWords.find((known) => known === word) ?? 'undetermined';

const presentVerdict = ({ id, at, verdict }: RecentVerdict) => ({
  id,
  at: presentTime(at),
  verdict: asVerdict(verdict),
});

const presentLast = (last: RecentVerdict | undefined): WorkloadSummary['lastPreflight'] => {
  if (last === undefined) return null;
  const purpose = purposes.find((known) => known === last.purpose) ?? 'here';
  return { ...presentVerdict(last), purpose, destinationName: last.destinationName };
};
