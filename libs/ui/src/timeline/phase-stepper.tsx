import { Check, LoaderCircle, Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';
import { formatMs } from '../format/durations.ts';

export interface PhaseStep {
  name: string;
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'undone';
  durationMs: number | null;
  attempt: number;
}

interface PhaseStepperProps {
  steps: readonly PhaseStep[];
  /** Name of the first step behind the commit; the line is drawn before it. Null for runs without a commit. */
  commitBefore: string | null;
  crossed: boolean;
}

const marks: Record<PhaseStep['state'], { icon: ReactNode; word: string; className: string }> = {
  waiting: { icon: null, word: 'waiting', className: 'border-line-strong bg-surface text-line-strong' },
  running: {
    icon: <LoaderCircle className="animate-spin motion-reduce:animate-none" />,
    word: 'running',
    className: 'border-ice bg-ice-soft text-ice',
  },
  done: { icon: <Check />, word: 'done', className: 'border-can bg-can-soft text-can' },
  failed: { icon: <X />, word: 'failed', className: 'border-cannot bg-cannot-soft text-cannot' },
  undone: { icon: <Undo2 />, word: 'undone', className: 'border-amber bg-amber-soft text-amber' },
};

function Step({ step }: { step: PhaseStep }) {
  const mark = marks[step.state];
  return (
    <li
      aria-current={step.state === 'running' ? 'step' : undefined}
      data-step={step.name}
      data-state={step.state}
      className="flex min-w-0 flex-1 items-center gap-2.5 lg:flex-col lg:items-start lg:gap-1.5"
    >
      <div className="flex w-auto items-center lg:w-full">
        <span
          className={cn('grid size-6 shrink-0 place-items-center rounded-full border [&_svg]:size-3.5', mark.className)}
        >
          {mark.icon}
        </span>
        <span
          aria-hidden="true"
          className={cn('ml-1 hidden h-px flex-1 lg:block', step.state === 'done' ? 'bg-can' : 'bg-line-strong')}
        />
      </div>
      <p
        className={cn(
          'min-w-0 flex-1 text-sm leading-4.5 lg:flex-none lg:pr-2 lg:text-xs lg:leading-4',
          step.state === 'waiting' ? 'text-ink-3' : 'text-ink',
        )}
      >
        {step.title}
        <span className="sr-only">, {mark.word}</span>
      </p>
      <p className="text-xs text-ink-3 lg:min-h-4">
        {step.durationMs === null ? '' : formatMs(step.durationMs)}
        {step.attempt > 1 ? ` · attempt ${step.attempt}` : ''}
      </p>
    </li>
  );
}

/** The line between what can be given back and what cannot. It is crossed once. */
function CommitLine({ crossed }: { crossed: boolean }) {
  const words = crossed ? 'Committed: from here only forward' : 'Until here everything can be given back';
  return (
    <li className="flex items-center gap-2 lg:mx-2 lg:w-24 lg:shrink-0 lg:flex-col lg:gap-1">
      <span
        aria-hidden="true"
        className={cn(
          'h-0 flex-1 border-t-2 lg:h-8 lg:w-0 lg:flex-none lg:border-t-0 lg:border-l-2',
          crossed ? 'border-solid border-accent-ink' : 'border-dashed border-line-strong',
        )}
      />
      <span className={cn('text-xs leading-4 lg:text-center', crossed ? 'font-medium text-accent-ink' : 'text-ink-3')}>
        {words}
      </span>
      <span
        aria-hidden="true"
        className={cn(
          'h-0 flex-1 border-t-2 lg:hidden',
          crossed ? 'border-solid border-accent-ink' : 'border-dashed border-line-strong',
        )}
      />
    </li>
  );
}

/** The steps of a run with their times. */
export function PhaseStepper({ steps, commitBefore, crossed }: PhaseStepperProps) {
  return (
    <ol aria-label="Steps of the run" className="flex flex-col gap-2.5 lg:flex-row lg:gap-0">
      {steps.flatMap((step) => [
        ...(step.name === commitBefore ? [<CommitLine key="commit-line" crossed={crossed} />] : []),
        <Step key={step.name} step={step} />,
      ])}
    </ol>
  );
}
