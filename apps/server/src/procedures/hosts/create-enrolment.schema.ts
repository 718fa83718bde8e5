import { z } from 'zod';
import { hostNameSchema } from '../shapes/host-name.ts';
import { idSchema, timeSchema } from '../shapes/ids.ts';

export const createEnrolmentInput = z.object({ name: hostNameSchema.optional() });

export const createEnrolmentOutput = z.object({
  id: idSchema,
  /** To be run as root on the host; holds the one-time token, so it is shown once. */
  command: z.string(),
  expiresAt: timeSchema,
});
