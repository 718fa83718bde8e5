import { destinationStates, sourceStates, stepsOf } from '@godwit/domain/run';
import { describe, expect, it } from 'vitest';
import { listCells, planRun } from './plan-runs.mjs';
import * as lists from './steps-of-a-move.ts';

const cells = listCells(lists);
const plan = (seed: number, index: number, attempt = 0) => {
  const { fault, moment, workload, choice } = planRun(cells, { seed, index, attempt });
  return { fault: fault.id, moment: moment.id, workload, choice };
};

describe('the moments of chaos', () => {
  it('are all states of both journals and all steps of a move', () => {
    const ids = lists.moments.map(({ id }) => id);
    for (const state of sourceStates) expect(ids).toContain(`source ${state}`);
    for (const state of destinationStates) expect(ids).toContain(`destination ${state}`);
    for (const { name } of stepsOf('move')) expect(ids).toContain(`step ${name}`);
  });

  it('are each met by some fault', () => {
    const met = new Set(cells.flatMap(({ moments }) => moments.map(({ id }) => id)));
    const all = [...lists.moments, ...lists.postCopyMoments, ...lists.rehearsalMoments];
    expect(all.filter(({ id }) => !met.has(id))).toEqual([]);
  });

  it('begin with known lines of CRIU', () => {
    expect(lists.phaseOfLine('source', '(00.030042) Dumping pages (type: 61 pid: 8003)')).toBe('writing-pages');
    expect(lists.phaseOfLine('destination', 'nothing known')).toBeNull();
  });
});

describe('the plan of a seed', () => {
  it('is the same every time, and another one for another seed', () => {
    const [one, again, other] = [7, 7, 8].map((seed) => Array.from({ length: 20 }, (_, index) => plan(seed, index)));
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('meets each cell once a round, five times in a thousand runs', () => {
    const met = Array.from({ length: 1000 }, (_, index) => planRun(cells, { seed: 3, index, attempt: 0 }));
    const count = (cell: (typeof cells)[number]) =>
      met.filter(({ mode, fault, column }) => mode === cell.mode && fault === cell.fault && column === cell.column)
        .length;
    expect(Math.min(...cells.map(count))).toBeGreaterThanOrEqual(5);
  });

  it('has brought every workload that suits to every cell after five rounds', () => {
    const runs = Array.from({ length: cells.length * 5 }, (_, index) => planRun(cells, { seed: 4, index, attempt: 0 }));
    for (const { mode, fault, column, workloads } of cells) {
      const met = runs.filter((run) => run.mode === mode && run.fault === fault && run.column === column);
      expect(new Set(met.map(({ workload }) => workload))).toEqual(new Set(workloads));
    }
  });
});
