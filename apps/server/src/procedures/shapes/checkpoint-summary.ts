import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';

export const checkpointSummarySchema = z.object({
  id: idSchema,
  runId: idSchema,
  workloadId: idSchema,
  workloadName: z.string(),
  hostId: idSchema,
  hostName: z.string(),
  at: timeSchema,
  imageBytes: z.number().nullable(),
  frozenUs: z.number().nullable(),
  /** Whether the workload went on running after the dump. */
  leftRunning: z.boolean(),
  state: z.enum(['stored', 'removed']),
  /** Restores of it, newest first. */
  lastRestoreRunId: idSchema.nullable(),
});
export type CheckpointSummary = z.infer<typeof checkpointSummarySchema>;
