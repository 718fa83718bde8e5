import { describe, expect, it } from 'vitest';
import { compensationsFor, nextAction, type RunProgress, type StepState } from './next-action.ts';
import { runKinds, type StepName, stepTable } from './steps.ts';

const progress = (changes: Partial<RunProgress> = {}): RunProgress => ({
  kind: 'move',
  // The mode with the most steps.
  mode: 'post-copy',
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
  it.each(runKinds)('takes the steps of a %s in order and ends well', (kind) => {
    const steps: RunProgress['steps'] = {};
    for (const { name } of stepTable[kind]) {
      expect(nextAction(progress({ kind, steps }))).toEqual({ do: 'perform', step: name });
      steps[name] = 'finished';
    }
    expect(nextAction(progress({ kind, steps }))).toEqual({ do: 'finish', outcome: 'succeeded' });
  });

  it('fetches no pages where all of them came before the copy', () => {
    const steps = upTo('release', 'finished');
    expect(nextAction(progress({ mode: undefined, steps }))).toEqual({ do: 'perform', step: 'prove' });
  });

  it.each(stepTable.move.map(({ name }) => name))('performs "%s" again when a server died in it', (name) => {
    expect(nextAction(progress({ steps: upTo(name, 'running') }))).toEqual({ do: 'perform', step: name });
  });

  it.each(beforeCommit)('never goes forward when "%s" failed', (name) => {
    expect(nextAction(progress({ steps: upTo(name, 'failed') })).do).not.toBe('perform');
  });

  it.each(afterCommit)('performs "%s" again when it failed', (name) => {
    expect(nextAction(progress({ steps: upTo(name, 'failed') }))).toEqual({ do: 'perform', step: name });
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
