import { z } from 'zod';

/** How large a tree is, as far as its move takes time for it. */
export interface MoveSize {
  /** Bytes of memory pages that will be dumped. */
  memoryBytes: number;
  processes: number;
}

/** A move that succeeded earlier, in the words of its record. Times in microseconds; null where one was not measured. */
export interface PastMove extends MoveSize {
  frozenUs: number | null;
  switchOverUs: number | null;
  totalUs: number | null;
}

/** A time that is not known yet: what is likely, between which it will probably lie. Milliseconds. */
export const timeRangeSchema = z.object({
  low: z.number().nonnegative(),
  likely: z.number().nonnegative(),
  high: z.number().nonnegative(),
});
export type TimeRange = z.infer<typeof timeRangeSchema>;
