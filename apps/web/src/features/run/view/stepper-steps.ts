import type { RunView, StepView } from '@godwit/domain/history';
import type { PhaseStep } from '@godwit/ui';

const states: Record<StepView['state'], PhaseStep['state']> = {
  waiting: 'waiting',
  running: 'running',
  finished: 'done',
  failed: 'failed',
  undoing: 'undone',
  undone: 'undone',
};

/** The run's steps as the stepper draws them. */
export const stepperSteps = (view: RunView): PhaseStep[] =>
  view.steps.map(({ name, title, state, durationMs, attempt }) => ({
    name,
    title,
    state: states[state],
    durationMs,
    attempt,
  }));

/** Name of the first step behind the commit; null for a run that has none. */
export const commitBefore = (view: RunView): string | null => view.steps.find((step) => step.afterCommit)?.name ?? null;
