import { z } from 'zod';
import { nameSchema } from '../shapes/account.ts';
import { idSchema } from '../shapes/ids.ts';
import { roleSchema } from '../shapes/roles.ts';

export const createTokenInput = z.object({
  name: nameSchema,
  role: roleSchema,
  expiresInDays: z.number().int().min(1).max(90),
});

export const createTokenOutput = z.object({
  id: idSchema,
  /** Shown this once; only its hash is kept. */
  token: z.string(),
});
