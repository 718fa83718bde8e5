import { type Compensation, type RunKind, type StepName, stepsOf, stepTable } from './steps.ts';

export type StepState = 'running' | 'finished' | 'failed';

/** All that decides how a run goes on. */
export interface RunProgress {
  kind: RunKind;
  /** Of a move; left out: stop-and-copy. */
  mode?: string | undefined;
  steps: Partial<Record<StepName, StepState>>;
  undone: readonly Compensation[];
  cancelRequested: boolean;
  /** The source's journal says that it will not commit. */
  sourceAborted: boolean;
  /** Some compensation was begun: whatever is heard afterwards, the run never goes forward again. */
  undoBegun: boolean;
  /** A person decided to leave everything as it is. */
  givenUp: boolean;
}

export type NextAction =
  | { do: 'perform'; step: StepName }
  | { do: 'undo'; compensations: Compensation[] }
  | { do: 'finish'; outcome: 'succeeded' | 'given-back' | 'cancelled' | 'failed' };

/**
 * Which step comes next, or what has to be undone. Finished steps are never named again. A failed step is undone before
 * the commit and performed again after it: from there a run only goes forward.
 */
export const nextAction = (progress: RunProgress): NextAction => {
  if (progress.givenUp) return { do: 'finish', outcome: 'failed' };
  const steps = stepsOf(progress.kind, progress.mode);
  const next = steps.find(({ name }) => progress.steps[name] !== 'finished');
  if (next === undefined && !progress.undoBegun) return { do: 'finish', outcome: 'succeeded' };
  const failed = steps.some(({ name }) => progress.steps[name] === 'failed');
  if (next === undefined || progress.undoBegun) return goBack(progress);
  if (next.afterCommit && !progress.sourceAborted) return { do: 'perform', step: next.name };
  if (progress.cancelRequested || failed || progress.sourceAborted) return goBack(progress);
  return { do: 'perform', step: next.name };
};

/** What the started steps left behind, each compensation once. */
export const compensationsFor = ({ kind, steps }: Pick<RunProgress, 'kind' | 'steps'>): Compensation[] => {
  const needed = stepTable[kind].flatMap(({ name, compensations }) => (steps[name] === undefined ? [] : compensations));
  return [...new Set(needed)];
};

const goBack = (progress: RunProgress): NextAction => {
  const needed = compensationsFor(progress);
  const left = needed.filter((compensation) => !progress.undone.includes(compensation));
  if (left.length > 0) return { do: 'undo', compensations: left };
  if (progress.cancelRequested) return { do: 'finish', outcome: 'cancelled' };
  return { do: 'finish', outcome: needed.includes('give-source-back') ? 'given-back' : 'failed' };
};
