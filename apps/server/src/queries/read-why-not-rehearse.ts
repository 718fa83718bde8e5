import type { ErrorReport } from '@godwit/domain/errors';
import { whyNotRehearse } from '@godwit/domain/rehearsal';
import type { PreflightRecord, WorkloadWithHost } from '@godwit/history-store';
import { findRivalRun } from '../commands/find-rival-run.ts';
import type { ServerParts } from '../parts.ts';
import { whyNotRehearseNow } from '../policies/may-start-run.ts';
import { findHosts } from './find-hosts.ts';

type Parts = Pick<ServerParts, 'store' | 'agents'>;

/** Why what a preflight judged cannot be rehearsed right now; null when it can. */
export const readWhyNotRehearse = async (
  { store: { database }, agents }: Parts,
  preflight: PreflightRecord,
  workload: WorkloadWithHost,
): Promise<ErrorReport | null> => {
  const { source: host, destination } = await findHosts(database, preflight);
  const { tree } = preflight.source;
  const taskPids = tree?.tasks.map(({ pid }) => pid) ?? [];
  const connected = (one: { id: string; name: string }) => ({ name: one.name, connected: agents.isConnected(one.id) });
  return whyNotRehearseNow(
    {
      purpose: preflight.verdict.for,
      workloadName: workload.name,
      source: host === null ? { name: 'The source', connected: false } : connected(host),
      destination: destination && connected(destination),
      activeRun: await findRivalRun(database, {
        hostId: preflight.sourceHostId,
        workloadKey: workload.key,
        taskPids,
      }),
    },
    tree ? whyNotRehearse(tree, preflight.verdict) : null,
  );
};
