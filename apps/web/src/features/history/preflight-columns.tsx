import { type Column, RelativeTime, severityStates, toneText, VerdictBadge } from '@godwit/ui';
import Link from 'next/link';
import type { PreflightSummary } from '../../api/types.ts';

const countKeys = [
  ['blocker', 'blocker'],
  ['notEvaluated', 'not-evaluated'],
  ['needsOption', 'needs-option'],
  ['caution', 'caution'],
] as const;

function Counts({ counts }: { counts: PreflightSummary['counts'] }) {
  const shown = countKeys.filter(([key]) => counts[key] > 0);
  if (shown.length === 0) return <span className="text-ink-3">none</span>;
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-3">
      {shown.map(([key, severity]) => {
        const state = severityStates[severity];
        return (
          <span
            key={key}
            title={counts[key] === 1 ? state.word : state.many}
            className={`inline-flex items-center gap-1 [&_svg]:size-3.5 ${toneText[state.tone]}`}
          >
            {state.icon}
            {counts[key]}
            <span className="sr-only">{counts[key] === 1 ? state.word : state.many}</span>
          </span>
        );
      })}
    </span>
  );
}

const forWords = ({ purpose, destination, source }: PreflightSummary) => {
  if (purpose === 'move') return `${source.name} to ${destination?.name ?? '?'}`;
  return purpose === 'here' ? `${source.name}, here` : `${source.name}, a dump`;
};

/** One preflight a row. */
export const preflightColumns: readonly Column<PreflightSummary>[] = [
  {
    id: 'workload',
    title: 'Workload',
    sortBy: (one) => one.workload.name,
    cell: (one) => (
      <Link href={`/preflights/${one.id}`} className="font-medium after:absolute after:inset-0">
        {one.workload.name}
      </Link>
    ),
  },
  { id: 'for', title: 'From and to', sortBy: forWords, cell: forWords },
  {
    id: 'verdict',
    title: 'Verdict',
    sortBy: (one) => one.verdict,
    cell: (one) => <VerdictBadge verdict={one.verdict} />,
  },
  { id: 'findings', title: 'Findings', cell: (one) => <Counts counts={one.counts} /> },
  { id: 'by', title: 'Asked by', optional: true, sortBy: (one) => one.by, cell: (one) => one.by },
  { id: 'at', title: 'When', align: 'right', sortBy: (one) => one.at, cell: (one) => <RelativeTime iso={one.at} /> },
];
