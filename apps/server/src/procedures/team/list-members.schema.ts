import { z } from 'zod';
import { emailSchema } from '../shapes/account.ts';
import { idSchema, timeSchema } from '../shapes/ids.ts';
import { roleSchema } from '../shapes/roles.ts';

export const listMembersOutput = z.object({
  members: z.array(
    z.object({ id: z.string(), email: emailSchema, name: z.string(), role: roleSchema, createdAt: timeSchema }),
  ),
  invitations: z.array(z.object({ id: idSchema, email: emailSchema, role: roleSchema, expiresAt: timeSchema })),
});
