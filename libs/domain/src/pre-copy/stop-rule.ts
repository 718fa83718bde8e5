import { z } from 'zod';
import { mostRoundsEver } from './pre-copy-round.ts';

/** When the rounds of a pre-copy end and the tree is frozen. */
export const stopRuleSchema = z.object({
  mostRounds: z.number().int().min(1).max(mostRoundsEver),
  /** A round that wrote no more than this left little for the freeze. */
  enoughBytes: z.number().nonnegative(),
  /** A round larger than this share of the one before is not worth another. */
  leastShrink: z.number().positive().max(1),
});
export type StopRule = z.infer<typeof stopRuleSchema>;

const mebibyte = 1024 * 1024;

/** The rule for a tree of so many bytes of memory. P.Haul's and go-criu's eight rounds; a twentieth is copied in the time of a short pause. */
export const usualStopRule = (memoryBytes: number): StopRule => ({
  mostRounds: 8,
  enoughBytes: Math.max(4 * mebibyte, Math.round(memoryBytes / 20)),
  leastShrink: 0.8,
});
