import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const startRunInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move'),
    preflightId: idSchema,
    /** Without a commit within so many seconds from the freeze the source gives itself back. Chosen from the size if absent. */
    holdSeconds: z.number().int().min(5).max(900).optional(),
  }),
  z.object({ kind: z.literal('dump'), workloadId: idSchema, leaveRunning: z.boolean() }),
  z.object({ kind: z.literal('restore'), checkpointId: idSchema }),
]);

export const startRunOutput = z.object({ runId: idSchema });
