/**
 * Median and spread of measurements.
 *
 * @param {number[]} values
 * @returns {{ median: number, least: number, most: number, count: number }}
 */
export function summarise(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((one, other) => one - other);
  if (sorted.length === 0) return { median: Number.NaN, least: Number.NaN, most: Number.NaN, count: 0 };
  return { median: medianOf(sorted), least: sorted[0], most: sorted.at(-1), count: sorted.length };
}

function medianOf(sorted) {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** "12.3 (11.0 to 15.9)" */
export function format({ median, least, most, count }) {
  if (count === 0) return 'not measured';
  return `${round(median)} (${round(least)} to ${round(most)})`;
}

export function round(value) {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
