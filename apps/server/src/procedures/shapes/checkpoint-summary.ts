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
  /** Who keeps it whatever the retention says; null: nobody. */
  pinnedBy: z.string().nullable(),
  encrypted: z.boolean(),
  /** The checkpoint on another host of which this one is a copy. */
  copyOf: idSchema.nullable(),
  /** The move that kept it on its source, and why; null: a dump left it. A copy of its workload may run. */
  moveRunId: idSchema.nullable(),
  keptBecause: z.string().nullable(),
  /** Restores of it, newest first. */
  lastRestoreRunId: idSchema.nullable(),
});
export type CheckpointSummary = z.infer<typeof checkpointSummarySchema>;
