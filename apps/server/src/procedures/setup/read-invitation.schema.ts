import { z } from 'zod';
import { emailSchema, secretSchema } from '../shapes/account.ts';
import { timeSchema } from '../shapes/ids.ts';
import { roleSchema } from '../shapes/roles.ts';

export const readInvitationInput = z.object({ secret: secretSchema });

export const readInvitationOutput = z.object({ email: emailSchema, role: roleSchema, expiresAt: timeSchema });
