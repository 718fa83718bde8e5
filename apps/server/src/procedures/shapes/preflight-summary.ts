import { purposes, verdictWords } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema, namedSchema, timeSchema } from './ids.ts';

export const preflightSummarySchema = z.object({
  id: idSchema,
  at: timeSchema,
  by: z.string(),
  workload: namedSchema,
  source: namedSchema,
  destination: namedSchema.nullable(),
  purpose: z.enum(purposes),
  verdict: z.enum(verdictWords),
  /** Findings by severity. */
  counts: z.object({
    blocker: z.number().int(),
    needsOption: z.number().int(),
    caution: z.number().int(),
    note: z.number().int(),
    notEvaluated: z.number().int(),
  }),
});
export type PreflightSummary = z.infer<typeof preflightSummarySchema>;
