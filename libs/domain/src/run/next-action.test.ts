import { describe, expect, it } from 'vitest';
import { compensationsFor, nextAction, type RunProgress, type StepState } from './next-action.ts';
import { runKinds, type StepName, stepsOf, stepTable } from './steps.ts';

/** The mode that has the step; without it the default. */
const modeWith = (name: StepName) => stepTable.move.find((step) => step.name === name)?.onlyIn;

const progress = (changes: Partial<RunProgress> = {}): RunProgress => ({
  kind: 'move',
  steps: {},
  undone: [],
  undoBegun: false,
  cancelRequested: false,
  sourceAborted: false,
  givenUp: false,
  ...changes,
});

/** The steps before `name` finished, and `name` itself as told. */
const upTo = (name: StepName, state: StepState): RunProgress['steps'] => {
  const names = stepTable.move.map((step) => step.name);
  const before = names.slice(0, names.indexOf(name)).map((step) => [step, 'finished'] as const);
  return Object.fromEntries([...before, [name, state]]);
};

const beforeCommit = stepTable.move.filter(({ afterCommit }) => !afterCommit).map(({ name }) => name);
const afterCommit = stepTable.move.filter((step) => step.afterCommit).map(({ name }) => name);

describe('the next action of a run', () => {
  it.each([
    ...runKinds.map((kind) => [kind, undefined] as const),
    ['move', 'pre-copy'] as const,
    ['move', 'post-copy'] as const,
  ])('takes the steps of a %s (%s) in order and ends well', (kind, mode) => {
    const steps: RunProgress['steps'] = {};
    for (const { name } of stepsOf(kind, mode)) {
      expect(nextAction(progress({ kind, mode, steps }))).toEqual({ do: 'perform', step: name });
      steps[name] = 'finished';
    }
    expect(nextAction(progress({ kind, mode, steps }))).toEqual({ do: 'finish', outcome: 'succeeded' });
  });

  it('fetches no pages where all of them came before the copy', () => {
    const steps = upTo('release', 'finished');
    expect(nextAction(progress({ steps }))).toEqual({ do: 'perform', step: 'prove' });
  });

  it('copies memory ahead in a pre-copy only, and gives the source back when that fails', () => {
    const steps = upTo('stage-files', 'finished');
    expect(nextAction(progress({ steps }))).toEqual({ do: 'perform', step: 'dump' });
    expect(nextAction(progress({ steps, mode: 'pre-copy' }))).toEqual({ do: 'perform', step: 'pre-dump' });
    const failed = progress({ steps: upTo('pre-dump', 'failed'), mode: 'pre-copy' });
    expect(nextAction(failed)).toEqual({ do: 'undo', compensations: ['discard-copy', 'give-source-back'] });
  });

  it.each(stepTable.move.map(({ name }) => name))('performs "%s" again when a server died in it', (name) => {
    const died = progress({ mode: modeWith(name), steps: upTo(name, 'running') });
    expect(nextAction(died)).toEqual({ do: 'perform', step: name });
  });

  it.each(beforeCommit)('never goes forward when "%s" failed', (name) => {
    expect(nextAction(progress({ mode: modeWith(name), steps: upTo(name, 'failed') })).do).not.toBe('perform');
  });

  it.each(afterCommit)('performs "%s" again when it failed', (name) => {
    const failed = progress({ mode: modeWith(name), steps: upTo(name, 'failed') });
    expect(nextAction(failed)).toEqual({ do: 'perform', step: name });
  });

  it('has nothing to undo when the check failed', () => {
    expect(nextAction(progress({ steps: upTo('check', 'failed') }))).toEqual({ do: 'finish', outcome: 'failed' });
  });

  it('undoes both sides, and says that the source was given back', () => {
    const steps = upTo('restore', 'failed');
    expect(nextAction(progress({ steps }))).toEqual({
      do: 'undo',
      compensations: ['discard-copy', 'give-source-back'],
    });
    const undone = ['discard-copy', 'give-source-back'] as const;
    expect(nextAction(progress({ steps, undone, undoBegun: true }))).toEqual({ do: 'finish', outcome: 'given-back' });
  });

  it('goes back when the source aborted after permission was given', () => {
    const steps = upTo('commit', 'failed');
    expect(nextAction(progress({ steps, sourceAborted: true })).do).toBe('undo');
  });

  it('never goes forward again once it began to go back, whatever the sides say later', () => {
    const steps = upTo('commit', 'failed');
    const undone = ['give-source-back'] as const;
    const action = nextAction(progress({ steps, undone, undoBegun: true, sourceAborted: false }));
    expect(action).toEqual({ do: 'undo', compensations: ['discard-copy'] });
  });

  it('ends a cancelled run as cancelled, also when nothing was begun', () => {
    expect(nextAction(progress({ cancelRequested: true }))).toEqual({ do: 'finish', outcome: 'cancelled' });
  });

  it('does not heed a cancel after the commit', () => {
    const steps = upTo('release', 'running');
    expect(nextAction(progress({ steps, cancelRequested: true }))).toEqual({ do: 'perform', step: 'release' });
  });

  it('leaves everything as it is when a person gave up', () => {
    const steps = upTo('release', 'failed');
    expect(nextAction(progress({ steps, givenUp: true }))).toEqual({ do: 'finish', outcome: 'failed' });
  });

  it('undoes only what was begun', () => {
    expect(compensationsFor({ kind: 'move', steps: { check: 'finished' } })).toEqual([]);
  });
});
