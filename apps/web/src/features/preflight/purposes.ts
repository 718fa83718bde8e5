import type { HostSummary, PreflightInput } from '../../api/types.ts';

/** What is asked about a workload: `dump`, `here`, or a host's id for a move there. */
export type Target = string;

export interface TargetChoice {
  value: Target;
  label: string;
  note?: string;
  disabled?: boolean;
}

const whyNot: Partial<Record<HostSummary['status'], string>> = {
  lost: 'not reachable now',
  revoked: 'revoked',
  never: 'has never connected',
};

/** Where a workload could go: every host but its own, those out of reach with the reason, and its own host. */
export const targetChoices = (hosts: readonly HostSummary[], sourceHostId: string): TargetChoice[] => {
  const moves = hosts
    .filter((host) => host.id !== sourceHostId && host.status !== 'revoked')
    .map((host) => {
      const note = whyNot[host.status];
      return { value: host.id, label: host.name, ...(note ? { note, disabled: true } : {}) };
    });
  return [
    ...moves,
    { value: 'here', label: 'Here', note: 'dump and restore on the same host' },
    { value: 'dump', label: 'A dump only' },
  ];
};

/** The question to the server for a chosen target. */
export const preflightInput = (workloadId: string, target: Target): PreflightInput =>
  target === 'here' || target === 'dump'
    ? { workloadId, purpose: target }
    : { workloadId, purpose: 'move', destinationHostId: target };
