// One lab set of npm run chaos, in a process of its own: is told runs by its parent and tells how they went.

import path from 'node:path';
import { keepLogs } from './keep-logs.mjs';
import { loadLists } from './load-lists.mjs';
import { attempts, listCells, planRun } from './plan-runs.mjs';
import { runOnce } from './run-once.mjs';
import { setStage } from './stage.mjs';

const [set, seed, criuPath, output] = [
  Number(process.argv[2]),
  Number(process.argv[3]),
  process.argv[4],
  process.argv[5],
];
const lists = await loadLists();
const cells = listCells(lists);
let stage = await setStage({ set, criuPath });
process.send({ ready: true });
process.on('message', async ({ index, earlier = 0, end }) => {
  if (end) {
    await stage.end();
    process.exit(0);
  }
  process.send({ index, result: await tryRun(index, earlier) });
});

/** A fault that missed its moment is tried again, with another moment of its cell. */
async function tryRun(index, earlier) {
  const missed = [];
  for (let attempt = 0; ; attempt += 1) {
    const plan = planRun(cells, { seed, index, attempt: earlier + attempt });
    const { mode, fault, column, moment, workload } = plan;
    const named = {
      index,
      mode,
      fault: fault.id,
      column,
      moment: moment.id,
      workload,
      risk: fault.risk?.(moment) ?? false,
    };
    const result = await runOnce(stage, lists, plan).catch((error) => giveUp(error, index));
    if (result.hit || result.complaints.length > 0 || attempt === attempts - 1)
      return { ...named, ...result, misses: missed, tries: earlier + attempt + 1 };
    missed.push(`${moment.id}: ${result.missed}`);
  }
}

/** A stage on which nothing can be begun any more is built anew. */
async function giveUp(error, index) {
  await keepLogs(stage, path.join(output, `logs-${index}`)).catch((trouble) => console.error(trouble));
  await stage.end().catch(() => undefined);
  stage = await setStage({ set, criuPath });
  return {
    hit: false,
    missed: 'the run could not be judged',
    outcome: 'none',
    complaints: [`no judgement: ${error.stack}`],
    ms: 0,
  };
}

// A signal to the whole group is for the parent, which ends this process when the run is judged.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => undefined);
process.on('disconnect', () => stage.end().finally(() => process.exit(1)));
