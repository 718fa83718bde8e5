import { type CapabilityMatrix, type ProbeOutcome, type ProbeResult, probeOutcomes } from './capability-matrix.ts';

/** What nearly every program holds: a host that does not carry one of these is of little use. */
const essentials: readonly string[] = [
  'process',
  'process-tree',
  'threads',
  'signal-handler',
  'interval-timer',
  'posix-timer',
  'eventfd',
  'epoll',
  'signalfd',
  'timerfd',
  'open-file',
  'pipe-data',
  'unix-stream',
  'unix-listener',
  'tcp-listener',
  'tcp6-listener',
  'tcp-established',
  'udp',
  'shared-memory',
  'private-file-map',
];

export interface MatrixSummary {
  counts: Record<ProbeOutcome, number>;
  /** By group, in the order of the results. */
  groups: { group: string; counts: Record<ProbeOutcome, number> }[];
  /** Kinds nearly every program holds, and behaviour of CRIU that a move relies on, that were seen to fail. */
  missing: ProbeResult[];
  /** Those of them nothing is known of. */
  untried: string[];
}

/** A matrix in a few numbers, and whether a host can be used with it at all. */
export const summariseMatrix = ({ results }: CapabilityMatrix): MatrixSummary => {
  const groups = [...new Set(results.map(({ group }) => group))];
  const needed = results.filter(({ id, group }) => essentials.includes(id) || group === 'criu');
  const tried = results.filter(({ outcome }) => outcome !== 'not-run').map(({ id }) => id);
  return {
    counts: count(results),
    groups: groups.map((group) => ({ group, counts: count(results.filter((one) => one.group === group)) })),
    missing: needed.filter(({ outcome }) => outcome !== 'works' && outcome !== 'not-run'),
    untried: essentials.filter((id) => !tried.includes(id)),
  };
};

const count = (results: readonly ProbeResult[]): Record<ProbeOutcome, number> => {
  const counts = Object.fromEntries(probeOutcomes.map((outcome) => [outcome, 0])) as Record<ProbeOutcome, number>;
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
};
