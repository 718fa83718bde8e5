import { modeAdviceSchema, moveEstimateSchema, rehearsalEstimateSchema } from '@godwit/domain/estimate';
import { containerRuntimes } from '@godwit/domain/facts';
import { rehearsalEvidenceSchema } from '@godwit/domain/rehearsal';
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
  /** Of a container that its runtime dumps and restores: the size of its files, which travel along; null: not measured. */
  container: z.object({ runtime: z.enum(containerRuntimes), rootBytes: z.number().nullable() }).nullable(),
  estimate: z.object({
    memoryBytes: z.number().nullable(),
    processes: z.number().int(),
    connections: z.number().int(),
    /** null when no destination was asked about, or the size could not be read. */
    move: moveEstimateSchema.nullable(),
    /** The modes of a move side by side; null without a destination. */
    modes: modeAdviceSchema.nullable(),
    rehearsal: rehearsalEstimateSchema.nullable(),
  }),
  /** What the last rehearsal between these hosts showed; null when there was none. */
  rehearsal: rehearsalEvidenceSchema.nullable(),
  /** Why it cannot be rehearsed now; null when it can. */
  notRehearsableReason: z.string().nullable(),
  movable: z.boolean(),
  notMovableReason: z.string().nullable(),
});
export type PreflightDetail = z.infer<typeof preflightDetailSchema>;
