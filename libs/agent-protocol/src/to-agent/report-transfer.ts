import { errorReportSchema } from '@godwit/domain/errors';
import { z } from 'zod';

/** How far the transfer of a checkpoint is on this side; null when this agent knows nothing of it, as after a restart. */
export const reportTransfer = {
  type: 'report-transfer',
  request: z.object({ runId: z.uuid() }),
  result: z.object({
    transfer: z
      .object({
        state: z.enum(['waiting', 'moving', 'done', 'failed']),
        bytes: z.number().nonnegative(),
        /** Of the images on this side, opened, hashed or sealed so far: it works while nothing is on the line. */
        worked: z.number().nonnegative().optional(),
        error: errorReportSchema.optional(),
      })
      .nullable(),
  }),
} as const;
