import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listFaults } from './fault-table.mjs';
import { runOnce } from './run-once.mjs';
import { setStage } from './stage.mjs';
import * as lists from './steps-of-a-move.ts';

/** A fixed choice of `npm run chaos`: each side, each kind of fault and each workload, before and after the commit. */
const chosen = [
  ['source agent killed', 'source held', 'counter'],
  ['page channel cut', 'CRIU writing-pages on the source', 'counter'],
  ['destination hold killed', 'destination held', 'redis'],
  ['link cut', 'source gone', 'redis'],
  ['Postgres killed', 'destination held', 'echo-server'],
  ['server killed', 'source committed', 'process-tree'],
  ['destination disk full', 'source dumping', 'process-tree'],
  ['source hook killed', 'destination held', 'chaos-box'],
] as const;
const attempts = 6;

let stage: Awaited<ReturnType<typeof setStage>>;

beforeAll(async () => {
  stage = await setStage({ set: inject('labSet'), criuPath: inject('criuPath'), name: 'chaos-short' });
});
afterAll(() => stage?.end());

test.each(chosen)(
  '%s at "%s" costs %s nothing',
  async (faultId, momentId, workload) => {
    const fault = listFaults(lists).find(({ id }) => id === faultId);
    const moment = lists.moments.find(({ id }) => id === momentId);
    const plan = { fault, column: moment?.column, moment, workload, choice: { side: 'source', long: false } };
    const missed: (string | null)[] = [];
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const result = await runOnce(stage, lists, plan);
      expect(result.complaints).toEqual([]);
      if (result.hit) return;
      missed.push(result.missed);
    }
    expect.fail(`The fault did not happen at its moment in ${attempts} moves: ${missed.join('; ')}`);
  },
  300_000,
);
