import { z } from 'zod';
import { doneSchema } from '../shapes/ids.ts';
import { roleSchema } from '../shapes/roles.ts';

export const setRoleInput = z.object({ userId: z.string(), role: roleSchema });

export const setRoleOutput = doneSchema;
