import { type Database, type HostRecord, latestHostFacts, listWorkloads, recentVerdicts } from '@godwit/history-store';
import { presentHost } from '../presenters/present-host.ts';
import type { HostSummary } from '../procedures/shapes/host-summary.ts';

/** Hosts with what their newest facts say and how their running workloads were judged last. */
export const summariseHosts = async (database: Database, hosts: HostRecord[], now: Date): Promise<HostSummary[]> => {
  const facts = await latestHostFacts(database);
  const running = (await listWorkloads(database, {})).filter(({ state }) => state === 'running');
  const last = new Map(
    (
      await recentVerdicts(
        database,
        running.map(({ id }) => id),
        1,
      )
    ).map(({ workloadId, verdict }) => [workloadId, verdict]),
  );
  return hosts.map((host) => {
    const verdicts = running.filter(({ hostId }) => hostId === host.id).map(({ id }) => last.get(id) ?? null);
    return presentHost({ host, facts: facts.get(host.id), verdicts, now });
  });
};
