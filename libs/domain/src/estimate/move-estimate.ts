import { z } from 'zod';
import { timeRangeSchema } from './move-size.ts';

/** A number that is not known yet, as a time is: what is likely, and between which it will probably lie. */
const numberRangeSchema = timeRangeSchema;

/** What a pre-copy adds to an estimate: its rounds, and what they rest on. */
const preCopyEstimateSchema = z.object({
  /** Rounds before the freeze. */
  rounds: numberRangeSchema,
  /** Bytes of pages in all rounds and in the dump behind them. */
  sentBytes: numberRangeSchema,
  /** Bytes of pages that travel while the tree stands still. */
  frozenBytes: numberRangeSchema,
  /** Bytes of pages that the tree touches by writing in a second. */
  writesPerSecond: numberRangeSchema,
  /** From how many earlier pre-copies of this workload that is known; 0: it is assumed. */
  writesLearnedFrom: z.number().int().nonnegative(),
  /** Of which tree it speaks, so that it can be estimated again for a narrower line. */
  memoryBytes: z.number().nonnegative(),
  processes: z.number().int().nonnegative(),
});
export type PreCopyEstimate = z.infer<typeof preCopyEstimateSchema>;

/** What a move will probably cost. Times in milliseconds. */
export const moveEstimateSchema = z.object({
  /** Bytes that go over the link: the pages, and what describes them. */
  bytes: z.number().nonnegative(),
  frozen: timeRangeSchema,
  switchOver: timeRangeSchema,
  total: timeRangeSchema,
  /** On how many earlier moves between the two hosts the times rest; 0: on what is typical. */
  learnedFrom: z.number().int().nonnegative(),
  /** Only of a pre-copy. */
  preCopy: preCopyEstimateSchema.optional(),
});
export type MoveEstimate = z.infer<typeof moveEstimateSchema>;
