import { z } from 'zod';
import { emailSchema, nameSchema, passwordSchema, secretSchema } from '../shapes/account.ts';
import { doneSchema } from '../shapes/ids.ts';

export const createFirstAdminInput = z.object({
  secret: secretSchema,
  email: emailSchema,
  password: passwordSchema,
  name: nameSchema,
});

export const createFirstAdminOutput = doneSchema;
