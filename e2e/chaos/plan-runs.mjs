import { createRandom } from './random.mjs';

export const attempts = 4;

/**
 * The cells of the coverage table: a fault and a column in which it can hit something, with its moments there.
 *
 * @typedef {{ id: string, column: string }} Moment
 * @typedef {{ fault: import('./fault-table.mjs').Fault, column: string, moments: Moment[] }} Cell
 * @returns {Cell[]}
 */
export function listCells(lists, faults) {
  return faults.flatMap((fault) =>
    lists.columns.flatMap((column) => {
      const moments = lists.moments.filter((moment) => moment.column === column && fault.fits(moment));
      return moments.length > 0 ? [{ fault, column, moments }] : [];
    }),
  );
}

/**
 * What run `index` of a seed does; the same seed gives the same plan. The cells come round after round, each round in an
 * order of its own.
 *
 * @param {Cell[]} cells
 * @param {{ seed: number, index: number, attempt: number, workloads: string[] }} options `attempt` counts the misses before: a moment
 *   that could not be met gives way to another one of the same cell
 */
export function planRun(cells, { seed, index, attempt, workloads }) {
  const round = Math.floor(index / cells.length);
  const cell = createRandom(seed, round).shuffle(cells)[index % cells.length];
  const random = createRandom(seed, index, attempt);
  // In each round another one, so that every cell comes to every workload.
  const workload = workloads[(cells.indexOf(cell) + round) % workloads.length];
  return {
    fault: cell.fault,
    column: cell.column,
    moment: random.pick(cell.moments),
    workload,
    choice: { side: random.pick(['source', 'destination']), long: random.next() < 0.2 },
  };
}
