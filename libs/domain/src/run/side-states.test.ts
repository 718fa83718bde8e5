import { describe, expect, it } from 'vitest';
import { destinationStates, destinationTransitions, sourceStates, sourceTransitions } from './side-states.ts';

const reachable = (table: Record<string, readonly string[]>, start: string): Set<string> => {
  const seen = new Set([start]);
  for (const state of seen) for (const next of table[state] ?? []) seen.add(next);
  return seen;
};

describe.each([
  ['source', sourceTransitions as Record<string, readonly string[]>, sourceStates as readonly string[]],
  ['destination', destinationTransitions as Record<string, readonly string[]>, destinationStates as readonly string[]],
])('the %s journal', (_side, table, states) => {
  it('reaches every state from the first', () => {
    expect([...reachable(table, 'opened')].sort()).toEqual([...states].sort());
  });

  it('can always end swept', () => {
    for (const state of states) expect(reachable(table, state), state).toContain('swept');
  });
});

describe('the commit', () => {
  it('never leads back: no way from committed to given-back', () => {
    expect(reachable(sourceTransitions, 'committed')).not.toContain('given-back');
  });

  it('is only reached from held', () => {
    const before = sourceStates.filter((state) =>
      (sourceTransitions[state] as readonly string[]).includes('committed'),
    );
    expect(before).toEqual(['held']);
  });

  it('is not reached any more after an abort', () => {
    expect(reachable(sourceTransitions, 'aborted')).not.toContain('committed');
  });

  it('lets a copy run only after releasing was written', () => {
    const before = destinationStates.filter((s) =>
      (destinationTransitions[s] as readonly string[]).includes('released'),
    );
    expect(before).toEqual(['releasing']);
    expect(reachable(destinationTransitions, 'discarded')).not.toContain('releasing');
  });
});
