import { listFaults } from './fault-table.mjs';
import { listPostCopyCells, listRehearsalCells } from './other-modes.mjs';
import { createRandom } from './random.mjs';
import { workloadNames } from './workloads.mjs';

/** How often in a row a run is tried whose fault misses, and how often at all. */
export const attempts = 4;
export const mostTries = 3 * attempts;

/**
 * The cells of the coverage table: a fault and a column in which it can hit something, with its moments there.
 *
 * @typedef {{ id: string, column: string }} Moment
 * @typedef {{ mode: 'stop-and-copy' | 'post-copy' | 'rehearsal', fault: import('./fault-table.mjs').Fault, column: string,
 *   moments: Moment[], workloads: readonly string[], mayLoseMemory?: boolean }} Cell
 * @returns {Cell[]}
 */
export function listCells(lists) {
  return [...listMoveCells(lists, listFaults(lists)), ...listPostCopyCells(lists), ...listRehearsalCells(lists)];
}

function listMoveCells(lists, faults) {
  return faults.flatMap((fault) =>
    lists.columns.flatMap((column) => {
      const moments = lists.moments.filter((moment) => moment.column === column && fault.fits(moment));
      const workloads = workloadNames.filter((name) => fault.suits?.(name) ?? true);
      return moments.length > 0 ? [{ mode: 'stop-and-copy', fault, column, moments, workloads }] : [];
    }),
  );
}

/**
 * What run `index` of a seed does; the same seed gives the same plan. The cells come round after round, each round in an
 * order of its own.
 *
 * @param {Cell[]} cells
 * @param {{ seed: number, index: number, attempt: number }} options `attempt` counts the misses before: a moment
 *   that could not be met gives way to another one of the same cell
 */
export function planRun(cells, { seed, index, attempt }) {
  const round = Math.floor(index / cells.length);
  const cell = createRandom(seed, round).shuffle(cells)[index % cells.length];
  const random = createRandom(seed, index, attempt);
  // In each round another one, so that every cell comes to every workload.
  const workload = cell.workloads[(cells.indexOf(cell) + round) % cell.workloads.length];
  return {
    mode: cell.mode,
    fault: cell.fault,
    column: cell.column,
    mayLoseMemory: cell.mayLoseMemory === true,
    moment: random.pick(cell.moments),
    workload,
    choice: { side: random.pick(['source', 'destination']), long: random.next() < 0.2 },
  };
}
