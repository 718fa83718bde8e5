'use client';
import { cn, Panel } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/trpc.ts';

interface StepProps {
  done: boolean;
  number: number;
  title: string;
  children: ReactNode;
}

function FirstStep({ done, number, title, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span
        className={cn(
          'grid size-6 shrink-0 place-items-center rounded-full border text-xs font-medium',
          done ? 'border-can-line bg-can-soft text-can' : 'border-line-strong text-ink-2',
        )}
      >
        {done ? <Check className="size-3.5" aria-label="done" /> : number}
      </span>
      <div className="min-w-0">
        <p className="text-sm font-medium">{title}</p>
        <p className="text-sm text-ink-2">{children}</p>
      </div>
    </li>
  );
}

export interface FirstStepsState {
  preflightDone: boolean;
  moveDone: boolean;
}

/** How far this installation has come; undefined until it is known. When it cannot be known, nobody is walked. */
export const useFirstSteps = (): FirstStepsState | undefined => {
  const trpc = useTRPC();
  const preflights = useQuery(trpc.preflights.list.queryOptions({ limit: 1 }));
  const moves = useQuery(trpc.runs.list.queryOptions({ kind: 'move', outcome: 'succeeded', limit: 1 }));
  if (preflights.error || moves.error) return { preflightDone: true, moveDone: true };
  if (!preflights.data || !moves.data) return undefined;
  return { preflightDone: preflights.data.items.length > 0, moveDone: moves.data.items.length > 0 };
};

/** The walk from a fresh installation to the first move; leaves once a move has succeeded. */
export function FirstSteps({ hostCount, state }: { hostCount: number; state: FirstStepsState }) {
  if (state.moveDone) return null;
  return (
    <Panel title="First steps">
      <ol className="grid gap-4 md:grid-cols-3">
        <FirstStep number={1} done={hostCount > 1} title="Have two hosts">
          A move needs a source and a destination. The lab brings three.
        </FirstStep>
        <FirstStep number={2} done={state.preflightDone} title="Ask whether a workload can move">
          Open one of the{' '}
          <Link href="/workloads" className="underline underline-offset-2">
            workloads
          </Link>{' '}
          and choose “Preflight to…”. It touches nothing.
        </FirstStep>
        <FirstStep number={3} done={false} title="Move it">
          Where the verdict allows it, the preflight page has the button. Until the commit everything can be given back.
        </FirstStep>
      </ol>
    </Panel>
  );
}
