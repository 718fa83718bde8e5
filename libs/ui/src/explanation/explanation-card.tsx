import type { Explanation } from '@godwit/domain/explanation';
import { CircleCheck, CircleHelp, CircleX, FileQuestion, Hourglass, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '../primitives/badge.tsx';
import { Panel } from '../primitives/panel.tsx';
import type { StateWord } from '../states/state-words.tsx';

/** What became of the run of CRIU that wrote a log. */
export const explanationStates: Record<Explanation['outcome'], StateWord> = {
  explained: { word: 'Cause found', tone: 'cannot', icon: <CircleX aria-hidden="true" /> },
  unknown: { word: 'Cause not known', tone: 'unknown', icon: <CircleHelp aria-hidden="true" /> },
  succeeded: { word: 'It succeeded', tone: 'can', icon: <CircleCheck aria-hidden="true" /> },
  unfinished: { word: 'The log has no end', tone: 'amber', icon: <Hourglass aria-hidden="true" /> },
  'no-log': { word: 'No log of CRIU', tone: 'slate', icon: <FileQuestion aria-hidden="true" /> },
};

const operations: Record<Explanation['operation'], string> = {
  dump: 'A dump',
  'pre-dump': 'A pre-dump',
  restore: 'A restore',
  unknown: 'A run of CRIU',
};

const phaseText = (phase: string): string => phase.replaceAll('-', ' ');

/** What the log itself tells of the run: which command, which CRIU, which kernel, how far. */
const headerOf = ({ operation, criuVersion, kernel, phase }: Explanation): string =>
  [
    operations[operation],
    criuVersion === null ? 'the log does not tell the version of CRIU' : `CRIU ${criuVersion}`,
    ...(kernel === null ? [] : [`kernel ${kernel}`]),
    ...(phase === null ? [] : [`it came to: ${phaseText(phase)}`]),
  ].join(' · ');

function Cause({ cause }: { cause: NonNullable<Explanation['cause']> }) {
  return (
    <div>
      <p className="mb-1 text-xs text-ink-3">
        CRIU said, in line {cause.line}
        {cause.source ? `, at ${cause.source}` : ''}
      </p>
      <p className="rounded-md border border-cannot-line bg-cannot-soft px-3 py-2 font-mono text-xs leading-5 wrap-anywhere text-cannot">
        {cause.text}
      </p>
    </div>
  );
}

function WhatToDo({ remedies }: { remedies: readonly string[] }) {
  if (remedies.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">What to do</h3>
      <ul className="space-y-1.5">
        {remedies.map((remedy) => (
          <li key={remedy} className="flex gap-2 text-sm">
            <Wrench className="mt-1 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
            <span className="min-w-0 break-words">{remedy}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ExplanationCardProps {
  explanation: Explanation;
  title?: string;
  /** What stands below the remedies. */
  children?: ReactNode;
}

/** The first true cause, its meaning, and what to do. */
export function ExplanationCard({ explanation, title = 'The first true cause', children }: ExplanationCardProps) {
  const state = explanationStates[explanation.outcome];
  return (
    <Panel
      title={title}
      action={
        <Badge
          tone={state.tone}
          icon={state.icon}
          className={explanation.outcome === 'unknown' ? 'hatched' : undefined}
        >
          {state.word}
        </Badge>
      }
    >
      <div className="space-y-4">
        {explanation.cause ? <Cause cause={explanation.cause} /> : null}
        <p className="text-base break-words">{explanation.meaning}</p>
        <WhatToDo remedies={explanation.remedies} />
        {children}
        <p className="text-xs text-ink-3">{headerOf(explanation)}</p>
      </div>
    </Panel>
  );
}
