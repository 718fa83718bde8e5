import { errorReportSchema } from '@godwit/domain/errors';
import { z } from 'zod';

/** A dump into, or a restore of, a checkpoint on this host ended. */
export const checkpointFinished = {
  type: 'checkpoint.finished',
  body: z.object({
    runId: z.uuid(),
    action: z.enum(['dump', 'restore']),
    error: errorReportSchema.nullable(),
    imageBytes: z.number().nullable(),
    /** Whether the images lie sealed now. */
    encrypted: z.boolean().optional(),
    frozenUs: z.number().nullable(),
    rootPid: z.number().int().nullable(),
    logTail: z.array(z.string()),
  }),
} as const;
