import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Measurements, one a line, so that a run that was interrupted or split goes on where it ended. Without a file they are kept in memory.
 *
 * @param {string | undefined} file
 */
export function openMeasurements(file) {
  const lines = file && existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const all = lines.map((line) => JSON.parse(line));
  return {
    /** Of one column of one row. */
    of: (row, column) => all.filter((one) => one.row === row && one.column === column).map((one) => one.measured),
    add(row, column, measured) {
      const one = { row, column, measured };
      all.push(one);
      if (file) appendFileSync(file, `${JSON.stringify(one)}\n`);
    },
  };
}
