import { workloadSchema } from '@godwit/domain/facts';
import { purposes, verdictWords } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';

const verdictAtSchema = z.object({ id: idSchema, at: timeSchema, verdict: z.enum(verdictWords) });

export const workloadSummarySchema = z.object({
  id: idSchema,
  hostId: idSchema,
  hostName: z.string(),
  key: z.string(),
  name: z.string(),
  kind: workloadSchema.shape.kind,
  rootPid: z.number().int(),
  /** Viewers see the program's name only: arguments may hold secrets. */
  command: z.string(),
  processes: z.number().int(),
  rssBytes: z.number(),
  serviceAddress: z.string().nullable(),
  state: z.enum(['running', 'gone']),
  lastSeenAt: timeSchema,
  lastPreflight: verdictAtSchema
    .extend({ purpose: z.enum(purposes), destinationName: z.string().nullable() })
    .nullable(),
  /** Newest first, at most 50. */
  lastVerdicts: z.array(verdictAtSchema),
  activeRunId: idSchema.nullable(),
});
export type WorkloadSummary = z.infer<typeof workloadSummarySchema>;
