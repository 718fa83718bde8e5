import { z } from 'zod';
import { roles } from '../../policies/roles.ts';

export const roleSchema = z.enum(roles);
