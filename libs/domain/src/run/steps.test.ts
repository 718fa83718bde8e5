import { describe, expect, it } from 'vitest';
import { runKinds, stepNames, stepTable } from './steps.ts';

describe('the step table', () => {
  it('uses every step name', () => {
    const used = new Set(runKinds.flatMap((kind) => stepTable[kind].map((step) => step.name)));
    expect([...used].sort()).toEqual([...stepNames].sort());
  });

  it.each(runKinds)('gives every step of a %s a deadline', (kind) => {
    for (const step of stepTable[kind]) expect(step.deadlineMs, step.name).toBeGreaterThan(0);
  });

  it('has one line that is crossed once: after the commit nothing is undone', () => {
    const commit = stepTable.move.findIndex((step) => step.name === 'commit');
    stepTable.move.forEach((step, index) => {
      expect(step.afterCommit, step.name).toBe(index >= commit);
      if (index >= commit) expect(step.compensations, step.name).toEqual([]);
    });
  });
});
