import { runKinds, runOutcomes } from '@godwit/domain/run';
import { verdictWords } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';

const scope = { workloadId: idSchema.optional(), hostId: idSchema.optional() };
/** Times from `from` on and before `to`. */
const range = { from: timeSchema.optional(), to: timeSchema.optional() };

export const preflightFiltersSchema = z.object({ ...scope, ...range, verdict: z.enum(verdictWords).optional() });
export const runFiltersSchema = z.object({
  ...scope,
  ...range,
  outcome: z.enum(runOutcomes).optional(),
  kind: z.enum(runKinds).optional(),
});
