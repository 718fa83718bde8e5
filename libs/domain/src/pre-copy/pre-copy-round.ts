import { z } from 'zod';

/** One round of `criu pre-dump`: the tree runs on while its pages travel. */
export const preCopyRoundSchema = z.object({
  /** Bytes of pages that it wrote. */
  bytes: z.number().nonnegative(),
  /** How long the tree stood still for it, in microseconds, as CRIU says; null when CRIU said nothing. */
  frozenUs: z.number().nonnegative().nullable(),
  /** From the start of its CRIU to the last byte on the destination, in milliseconds. */
  tookMs: z.number().nonnegative(),
});
export type PreCopyRound = z.infer<typeof preCopyRoundSchema>;

/** Why no further round follows: what is left is little, rounds no longer shrink, there were enough, or images have no room. */
export const stopReasons = ['enough', 'not-shrinking', 'most-rounds', 'no-room'] as const;
export const stopReasonSchema = z.enum(stopReasons);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** More rounds than any rule may ask for. */
export const mostRoundsEver = 50;

/** What is known of the rounds of a run so far. */
export const preCopyRoundsSchema = z.object({
  rounds: z.array(preCopyRoundSchema).max(mostRoundsEver),
  /** Null while more of them may follow. */
  stoppedBecause: stopReasonSchema.nullable(),
});
export type PreCopyRounds = z.infer<typeof preCopyRoundsSchema>;

/** The same as a run tells it, with what the dump behind the rounds wrote while the tree stood still; null before it did. */
export const toldRoundsSchema = preCopyRoundsSchema.extend({ lastBytes: z.number().nonnegative().nullable() });
export type ToldRounds = z.infer<typeof toldRoundsSchema>;
