import { z } from 'zod';
import { nameSchema, passwordSchema, secretSchema } from '../shapes/account.ts';
import { doneSchema } from '../shapes/ids.ts';

export const acceptInvitationInput = z.object({ secret: secretSchema, password: passwordSchema, name: nameSchema });

export const acceptInvitationOutput = doneSchema;
