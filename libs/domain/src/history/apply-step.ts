import type { ErrorReport } from '../errors/index.ts';
import type { StepName } from '../run/index.ts';
import { millisecondsBetween } from './milliseconds-between.ts';
import type { RunView, StepView } from './run-view.ts';

const changeStep = (view: RunView, name: StepName, change: (step: StepView) => Partial<StepView>): RunView => ({
  ...view,
  steps: view.steps.map((step) => (step.name === name ? { ...step, ...change(step) } : step)),
});

export const startStep = (view: RunView, at: string, { step, attempt }: { step: StepName; attempt: number }): RunView =>
  changeStep({ ...view, step }, step, ({ startedAt }) => ({
    state: 'running',
    attempt,
    startedAt: startedAt ?? at,
    finishedAt: null,
    durationMs: null,
    error: null,
  }));

export const finishStep = (view: RunView, at: string, step: StepName): RunView =>
  changeStep(view, step, ({ startedAt }) => ({
    state: 'finished',
    finishedAt: at,
    durationMs: startedAt === null ? null : millisecondsBetween(startedAt, at),
  }));

export const failStep = (view: RunView, at: string, step: StepName, error: ErrorReport): RunView =>
  changeStep(view, step, ({ startedAt }) => ({
    state: 'failed',
    finishedAt: at,
    durationMs: startedAt === null ? null : millisecondsBetween(startedAt, at),
    error,
  }));

/** A failed step stays marked as failed while it is undone: where it broke must remain visible. */
export const undoStep = (view: RunView, step: StepName, state: 'undoing' | 'undone', error?: ErrorReport): RunView =>
  changeStep({ ...view, state: 'giving-back' }, step, (before) => ({
    state: before.state === 'failed' && before.error !== null ? 'failed' : state,
    error: before.error ?? error ?? null,
  }));
