import { z } from 'zod';
import { learnRange } from './learn-range.ts';
import { type MoveSize, type TimeRange, timeRangeSchema } from './move-size.ts';
import { typicalTimes } from './typical-times.ts';

/** How long the workload will probably stand still, and all of it take; milliseconds. */
export const rehearsalEstimateSchema = z.object({
  frozen: timeRangeSchema,
  total: timeRangeSchema,
  /** On how many earlier rehearsals between the two hosts it rests. */
  learnedFrom: z.number().int().nonnegative(),
});
export type RehearsalEstimate = z.infer<typeof rehearsalEstimateSchema>;

/** A rehearsal that succeeded earlier. Times in microseconds; null where one was not measured. */
export interface PastRehearsal extends MoveSize {
  frozenUs: number | null;
  /** From the freeze to the built copy. */
  readyUs: number | null;
  totalUs: number | null;
}

const mebibyte = 1024 * 1024;

/** Only the dump is waited for: 77 ms for 64 MiB in one process were measured at rest, four times as much on a busy machine. */
const typicalFreeze = ({ memoryBytes, processes }: MoveSize): number =>
  50 + 12 * processes + (1.2 * memoryBytes) / mebibyte;

/**
 * How long a rehearsal will probably freeze the workload, and take from its start to its sweep. Milliseconds.
 *
 * @param past earlier rehearsals between the same two hosts, newest first
 */
export const estimateRehearsal = (size: MoveSize, past: readonly PastRehearsal[]): RehearsalEstimate => ({
  learnedFrom: past.length,
  frozen: scale(
    typicalFreeze(size),
    ratios(past, typicalFreeze, ({ frozenUs }) => frozenUs),
  ),
  total: scale(
    typicalTimes(size).total,
    ratios(
      past,
      (one) => typicalTimes(one).total,
      ({ totalUs }) => totalUs,
    ),
  ),
});

const ratios = (
  past: readonly PastRehearsal[],
  guess: (size: MoveSize) => number,
  truthOf: (one: PastRehearsal) => number | null,
): number[] =>
  past.flatMap((one) => {
    const truthUs = truthOf(one);
    return truthUs === null || truthUs <= 0 ? [] : [truthUs / 1000 / guess(one)];
  });

const scale = (guess: number, truths: readonly number[]): TimeRange => {
  const { low, likely, high } = learnRange(truths);
  return { low: Math.round(guess * low), likely: Math.round(guess * likely), high: Math.round(guess * high) };
};
