import { type Column, RelativeTime, ShareBar, StateBadge, severityStates, VerdictBadge } from '@godwit/ui';
import Link from 'next/link';
import type { Accuracy } from '../../api/types.ts';

type FindingRecord = Accuracy['findings'][number];
type Disagreement = Accuracy['disagreements'][number];

/** How each finding has done in real runs. */
export const findingColumns: readonly Column<FindingRecord>[] = [
  {
    id: 'finding',
    title: 'Finding',
    sortBy: (one) => one.id,
    cell: (one) => <code className="font-mono text-xs break-all">{one.id}</code>,
  },
  { id: 'severity', title: 'Severity', cell: (one) => <StateBadge state={severityStates[one.severity]} /> },
  {
    id: 'precision',
    title: 'Right',
    sortBy: (one) => one.precision,
    cell: (one) =>
      one.precision === null ? (
        <span className="text-ink-3">not yet</span>
      ) : (
        <ShareBar share={one.precision} label="Right in" />
      ),
  },
  { id: 'raised', title: 'Raised', align: 'right', sortBy: (one) => one.raised, cell: (one) => one.raised },
  { id: 'worked', title: 'Run worked', align: 'right', sortBy: (one) => one.worked, cell: (one) => one.worked },
  {
    id: 'failed',
    title: 'Failed by it',
    align: 'right',
    sortBy: (one) => one.failedByIt,
    cell: (one) => one.failedByIt,
  },
  { id: 'missed', title: 'Missed', align: 'right', sortBy: (one) => one.missed, cell: (one) => one.missed },
];

const kinds: Record<Disagreement['kind'], string> = {
  move: 'Move',
  dump: 'Dump',
  restore: 'Restore',
  rehearsal: 'Rehearsal',
  send: 'Checkpoint sent',
};

const seenWords = ({ seen, cause }: Disagreement): string => {
  if (seen === 'worked') return 'It worked';
  if (cause === null) return 'The copy differs from what was frozen';
  return cause.errorId === null ? `Not known: ${cause.text}` : cause.text;
};

/** Each run that proved its preflight wrong. */
export const disagreementColumns: readonly Column<Disagreement>[] = [
  {
    id: 'run',
    title: 'Run',
    cell: (one) => (
      <Link href={`/runs/${one.runId}`} className="font-medium hover:underline">
        {kinds[one.kind]} of {one.workload.name}
      </Link>
    ),
  },
  { id: 'at', title: 'When', sortBy: (one) => one.at, cell: (one) => <RelativeTime iso={one.at} /> },
  {
    id: 'said',
    title: 'Its preflight said',
    cell: (one) => (
      <Link href={`/preflights/${one.preflightId}`} aria-label={`Preflight of ${one.workload.name}`}>
        <VerdictBadge verdict={one.verdict} />
      </Link>
    ),
  },
  {
    id: 'seen',
    title: 'Seen',
    cell: (one) => <span className="text-xs break-all">{seenWords(one)}</span>,
  },
];
