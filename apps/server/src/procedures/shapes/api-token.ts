import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';
import { roleSchema } from './roles.ts';

export const apiTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  createdBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  revokedAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
});
