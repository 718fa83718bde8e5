import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const getEnrolmentInput = z.object({ id: idSchema });

export const getEnrolmentOutput = z.object({
  state: z.enum(['waiting', 'used', 'expired']),
  hostId: idSchema.nullable(),
});
