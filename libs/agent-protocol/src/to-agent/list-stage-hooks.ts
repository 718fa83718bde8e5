import { hookStages } from '@godwit/domain/run';
import { z } from 'zod';

/** What the owner of this host has run for a workload at stages of a move: named in the host's own policy, told, never taken. */
export const listStageHooks = {
  type: 'list-stage-hooks',
  request: z.object({
    workloadKey: z.string(),
    /** Root of the tree where it is on this host: then the keys of this host count too. */
    pid: z.number().int().positive().optional(),
  }),
  result: z.object({
    hooks: z.array(z.object({ stage: z.enum(hookStages), program: z.string(), trouble: z.string().nullable() })),
    health: z.array(z.object({ command: z.string(), trouble: z.string().nullable() })),
  }),
} as const;
