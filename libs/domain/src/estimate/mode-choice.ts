import { z } from 'zod';
import { moveEstimateSchema } from './move-estimate.ts';

/** How the memory travels: before the copy runs, in rounds before the freeze, or after the copy runs. */
export const moveModes = ['stop-and-copy', 'pre-copy', 'post-copy'] as const;
export type MoveMode = (typeof moveModes)[number];

const modeChoiceSchema = z.object({
  mode: z.enum(moveModes),
  /** Why it cannot be chosen; null when it can. */
  whyNot: z.string().nullable(),
  /** What is done on a host for the time of the run, or is to be known before. */
  notes: z.array(z.string()),
  estimate: moveEstimateSchema.nullable(),
});
export type ModeChoice = z.infer<typeof modeChoiceSchema>;

/** Which mode suits a tree and two hosts, and why. */
export const modeAdviceSchema = z.object({
  recommended: z.enum(moveModes),
  reasons: z.array(z.string()),
  choices: z.array(modeChoiceSchema),
});
export type ModeAdvice = z.infer<typeof modeAdviceSchema>;
