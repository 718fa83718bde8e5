import { z } from 'zod';
import { confirmNameSchema, doneSchema, idSchema } from '../shapes/ids.ts';

export const revokeHostInput = z.object({ hostId: idSchema, confirmName: confirmNameSchema });

export const revokeHostOutput = doneSchema;
