import { type Column, formatUs, outcomeStates, RelativeTime, StateBadge } from '@godwit/ui';
import Link from 'next/link';
import type { RunSummary } from '../../api/types.ts';

const verbs: Record<RunSummary['kind'], string> = {
  move: 'move',
  dump: 'dump',
  restore: 'restore',
  rehearsal: 'rehearsal',
  send: 'checkpoint sent',
};
const none = <span className="text-ink-3">–</span>;

/** One run a row. */
export const runColumns: readonly Column<RunSummary>[] = [
  {
    id: 'workload',
    title: 'Workload',
    sortBy: (one) => one.workload.name,
    cell: (one) => (
      <Link href={`/runs/${one.id}`} className="font-medium after:absolute after:inset-0">
        {one.workload.name}
      </Link>
    ),
  },
  { id: 'kind', title: 'Run', sortBy: (one) => one.kind, cell: (one) => verbs[one.kind] },
  {
    id: 'for',
    title: 'From and to',
    sortBy: (one) => one.source.name,
    cell: (one) => (one.destination ? `${one.source.name} to ${one.destination.name}` : `on ${one.source.name}`),
  },
  {
    id: 'outcome',
    title: 'Outcome',
    sortBy: (one) => one.outcome,
    cell: (one) => <StateBadge state={outcomeStates[one.outcome ?? (one.state === 'queued' ? 'queued' : 'running')]} />,
  },
  {
    id: 'switch-over',
    title: 'Switch-over',
    align: 'right',
    sortBy: (one) => one.times.switchOverUs,
    cell: (one) => (one.times.switchOverUs === null ? none : formatUs(one.times.switchOverUs)),
  },
  {
    id: 'frozen',
    title: 'Frozen',
    align: 'right',
    optional: true,
    sortBy: (one) => one.times.frozenUs,
    cell: (one) => (one.times.frozenUs === null ? none : formatUs(one.times.frozenUs)),
  },
  {
    id: 'total',
    title: 'Total',
    align: 'right',
    optional: true,
    sortBy: (one) => one.times.totalUs,
    cell: (one) => (one.times.totalUs === null ? none : formatUs(one.times.totalUs)),
  },
  { id: 'by', title: 'Asked by', optional: true, sortBy: (one) => one.by, cell: (one) => one.by },
  {
    id: 'at',
    title: 'When',
    align: 'right',
    sortBy: (one) => one.createdAt,
    cell: (one) => <RelativeTime iso={one.createdAt} />,
  },
];
