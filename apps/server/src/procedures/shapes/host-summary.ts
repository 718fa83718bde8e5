import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';

const count = z.number().int();

/** `counts` says how the last verdicts of the host's running workloads fall out. */
export const hostSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  status: z.enum(['connected', 'lost', 'revoked', 'never']),
  lastSeenAt: timeSchema.nullable(),
  agentVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  criuVersion: z.string().nullable(),
  criuReady: z.enum(['ready', 'not-ready', 'unknown']),
  /** What keeps CRIU from working here, in words; null when nothing does. */
  criuProblem: z.string().nullable(),
  addresses: z.array(z.string()),
  /** How many runs may work on it at once. */
  parallelRuns: count,
  workloadCount: count,
  counts: z.object({
    migratable: count,
    withOptions: count,
    blocked: count,
    undetermined: count,
    unchecked: count,
  }),
});
export type HostSummary = z.infer<typeof hostSummarySchema>;
