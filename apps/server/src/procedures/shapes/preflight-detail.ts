import { moveEstimateSchema } from '@godwit/domain/estimate';
import { purposes, verdictSchema } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema, namedSchema, timeSchema } from './ids.ts';
import { workloadSummarySchema } from './workload-summary.ts';

export const preflightDetailSchema = z.object({
  id: idSchema,
  at: timeSchema,
  by: z.string(),
  workload: workloadSummarySchema,
  source: namedSchema,
  destination: namedSchema.nullable(),
  purpose: z.enum(purposes),
  verdict: verdictSchema,
  evidence: z.object({ factsReadAt: timeSchema, destinationReadAt: timeSchema.nullable() }),
  /** As a person would type them; `restore` is empty when only a dump was asked about. */
  commandLines: z.object({ dump: z.string(), restore: z.string() }),
  estimate: z.object({
    memoryBytes: z.number().nullable(),
    processes: z.number().int(),
    connections: z.number().int(),
    /** null when no destination was asked about, or the size could not be read. */
    move: moveEstimateSchema.nullable(),
  }),
  movable: z.boolean(),
  notMovableReason: z.string().nullable(),
});
export type PreflightDetail = z.infer<typeof preflightDetailSchema>;
