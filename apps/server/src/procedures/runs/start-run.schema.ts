import { copyDecisionSchema } from '@godwit/domain/checkpoints';
import { longestHoldSeconds, moveControlsSchema, shortestHoldSeconds } from '@godwit/domain/plan';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const startRunInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move'),
    preflightId: idSchema,
    /** Without a commit within so many seconds from the freeze the source gives itself back. Chosen from the size if absent. */
    holdSeconds: z.number().int().min(shortestHoldSeconds).max(longestHoldSeconds).optional(),
    ...moveControlsSchema.shape,
  }),
  z.object({ kind: z.literal('rehearsal'), preflightId: idSchema }),
  z.object({
    kind: z.literal('dump'),
    workloadId: idSchema,
    leaveRunning: z.boolean(),
    encrypt: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('restore'),
    checkpointId: idSchema,
    /** Of a checkpoint that a move kept, when nobody says whether the copy of that move runs; administrators only. */
    copyDecision: copyDecisionSchema.optional(),
  }),
  z.object({
    kind: z.literal('send'),
    checkpointId: idSchema,
    destinationHostId: idSchema,
    ...moveControlsSchema.pick({ bandwidthBytesPerSecond: true }).shape,
  }),
]);

export const startRunOutput = z.object({ runId: idSchema });
