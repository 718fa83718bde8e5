import { z } from 'zod';
import { filePlanSchema } from '../file-plan/index.ts';
import { criuOptionsSchema, findingSchema } from './finding.ts';

export const purposes = ['dump', 'here', 'move'] as const;
/** What is judged: a dump alone, dump and restore on the same host, or a move to a destination. */
export type Purpose = (typeof purposes)[number];

export const verdictWords = ['migratable', 'migratable-with-options', 'blocked', 'undetermined'] as const;
export type VerdictWord = (typeof verdictWords)[number];

/** The published answer of a preflight. Fields are only ever added. */
export const verdictSchema = z.object({
  version: z.literal(1),
  verdict: z.enum(verdictWords),
  for: z.enum(purposes),
  /** `images` when a restore of images that are there already was judged, with `for` as `here`; else left out. */
  from: z.literal('images').optional(),
  options: criuOptionsSchema,
  findings: z.array(findingSchema),
  /** What becomes of the files in a move, where an agent carries them. */
  filePlan: filePlanSchema.optional(),
  facts: z.object({ processes: z.number().int(), fds: z.number().int(), durationMs: z.number() }),
});
export type Verdict = z.infer<typeof verdictSchema>;
