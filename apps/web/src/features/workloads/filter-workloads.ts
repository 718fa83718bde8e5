import type { WorkloadSummary } from '../../api/types.ts';

export interface WorkloadFilter {
  query: string | null;
  hostId: string | null;
  /** A verdict word, or `unchecked`. */
  verdict: string | null;
  /** `gone` or `all`; running ones only when absent. */
  state: string | null;
}

export const verdictChoices = [
  { value: 'all', label: 'Any verdict' },
  { value: 'migratable', label: 'Can move' },
  { value: 'migratable-with-options', label: 'Can move, with options' },
  { value: 'blocked', label: 'Cannot move' },
  { value: 'undetermined', label: 'Not known' },
  { value: 'unchecked', label: 'Not checked yet' },
] as const;

const holds = (workload: WorkloadSummary, query: string | null) => {
  const text = `${workload.name} ${workload.command} ${workload.key}`.toLowerCase();
  return (query ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** The workloads that pass every filter of the page. */
export const filterWorkloads = (all: readonly WorkloadSummary[], filter: WorkloadFilter): WorkloadSummary[] =>
  all.filter(
    (one) =>
      holds(one, filter.query) &&
      (!filter.hostId || one.hostId === filter.hostId) &&
      (!filter.verdict || (one.lastPreflight?.verdict ?? 'unchecked') === filter.verdict) &&
      (filter.state === 'all' || one.state === (filter.state ?? 'running')),
  );
