import { z } from 'zod';
import { emailSchema } from '../shapes/account.ts';
import { timeSchema } from '../shapes/ids.ts';
import { roleSchema } from '../shapes/roles.ts';

export const inviteMemberInput = z.object({ email: emailSchema, role: roleSchema });

export const inviteMemberOutput = z.object({
  /** To be handed to the invited person; works once. */
  link: z.string(),
  expiresAt: timeSchema,
});
