import { errorReportSchema } from '@godwit/domain/errors';
import { runKinds, runOutcomes, runQueueSchema, runTimesSchema, stepNames } from '@godwit/domain/run';
import { z } from 'zod';
import { idSchema, namedSchema, timeSchema } from './ids.ts';

export const runSummarySchema = z.object({
  id: idSchema,
  kind: z.enum(runKinds),
  state: z.enum(['queued', 'running', 'finished']),
  /** Its place and what it waits for; null while it does not wait. */
  queue: runQueueSchema.nullable(),
  /** null while it runs; `needs-decision` also while it waits for a person. */
  outcome: z.enum(runOutcomes).nullable(),
  workload: namedSchema,
  source: namedSchema,
  destination: namedSchema.nullable(),
  /** The step it is at, or was at last. */
  step: z.enum(stepNames).nullable(),
  by: z.string(),
  createdAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  times: runTimesSchema,
  error: errorReportSchema.nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
