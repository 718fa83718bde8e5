import type { HostSummary, RunSummary, WorkloadSummary } from '../../api/types.ts';

export interface AttentionItem {
  id: string;
  kind: 'host-lost' | 'criu-not-ready' | 'decision' | 'turned-blocked';
  title: string;
  reason: string;
  href: string;
  /** Since when, where that is known. */
  since: string | null;
}

const canMove = (verdict: string | undefined) => verdict === 'migratable' || verdict === 'migratable-with-options';

const ofHost = (host: HostSummary): AttentionItem[] => {
  const href = `/hosts/${host.id}`;
  if (host.status === 'lost')
    return [
      {
        id: `lost-${host.id}`,
        kind: 'host-lost',
        title: `${host.name} is lost`,
        reason: 'Its agent does not answer. Its workloads go on, but nothing can be checked or moved.',
        href,
        since: host.lastSeenAt,
      },
    ];
  if (host.status !== 'connected' || host.criuReady !== 'not-ready') return [];
  const reason = host.criuProblem ?? 'CRIU does not work there.';
  return [
    {
      id: `criu-${host.id}`,
      kind: 'criu-not-ready',
      title: `CRIU is not ready on ${host.name}`,
      reason,
      href,
      since: null,
    },
  ];
};

const ofRun = (run: RunSummary): AttentionItem[] =>
  run.outcome === 'needs-decision'
    ? [
        {
          id: `run-${run.id}`,
          kind: 'decision',
          title: `The ${run.kind} of ${run.workload.name} waits for a decision`,
          reason: run.error?.message ?? 'Only a person can say how it goes on.',
          href: `/runs/${run.id}`,
          since: run.createdAt,
        },
      ]
    : [];

const ofWorkload = (workload: WorkloadSummary): AttentionItem[] => {
  const [last, before] = workload.lastVerdicts;
  if (workload.state !== 'running' || last?.verdict !== 'blocked' || !canMove(before?.verdict)) return [];
  const reason = 'The check before that said that it could.';
  const title = `${workload.name} on ${workload.hostName} cannot move any more`;
  return [
    {
      id: `workload-${workload.id}`,
      kind: 'turned-blocked',
      title,
      reason,
      href: `/preflights/${last.id}`,
      since: last.at,
    },
  ];
};

/** What somebody should look at first, with the reason; decisions before everything else. */
export const findAttention = (
  hosts: readonly HostSummary[],
  workloads: readonly WorkloadSummary[],
  runs: readonly RunSummary[],
): AttentionItem[] => [...runs.flatMap(ofRun), ...hosts.flatMap(ofHost), ...workloads.flatMap(ofWorkload)];
