import { z } from 'zod';
import { timeRangeSchema } from './move-size.ts';

/** What a move will probably cost. Times in milliseconds. */
export const moveEstimateSchema = z.object({
  /** Bytes that go over the link: the pages, and what describes them. */
  bytes: z.number().nonnegative(),
  frozen: timeRangeSchema,
  switchOver: timeRangeSchema,
  total: timeRangeSchema,
  /** On how many earlier moves between the two hosts the times rest; 0: on what is typical. */
  learnedFrom: z.number().int().nonnegative(),
});
export type MoveEstimate = z.infer<typeof moveEstimateSchema>;
