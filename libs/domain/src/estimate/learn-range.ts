import type { TimeRange } from './move-size.ts';

/** Nothing was measured between these hosts: a third to three times the guess. */
const unmeasured: TimeRange = { low: 1 / 3, likely: 1, high: 3 };
/** Even many equal runs do not make the next one equal. */
const leastSpread = 1.15;

/**
 * How the truth of earlier moves stood to the guess for each of them, as factors for the next guess: the median, and a range that
 * holds all of them, wider the fewer they are.
 *
 * @param ratios truth divided by guess, each above zero
 */
export const learnRange = (ratios: readonly number[]): TimeRange => {
  if (ratios.length === 0) return unmeasured;
  const sorted = [...ratios].sort((one, other) => one - other);
  const spread = leastSpread + 1 / sorted.length;
  const likely = medianOf(sorted);
  return { low: (sorted[0] ?? likely) / spread, likely, high: (sorted.at(-1) ?? likely) * spread };
};

const medianOf = (sorted: readonly number[]): number => {
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1] ?? 1, sorted[Math.floor(middle)] ?? 1];
  return (below + above) / 2;
};
