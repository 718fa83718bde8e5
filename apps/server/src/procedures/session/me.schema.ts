import { z } from 'zod';
import { roleSchema } from '../shapes/roles.ts';

export const meOutput = z.object({
  user: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    via: z.enum(['session', 'token']),
  }),
  installation: z.object({ publicUrl: z.string(), agentUrl: z.string(), version: z.string() }),
});
