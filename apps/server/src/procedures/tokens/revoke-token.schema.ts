import { z } from 'zod';
import { doneSchema, idSchema } from '../shapes/ids.ts';

export const revokeTokenInput = z.object({ id: idSchema });

export const revokeTokenOutput = doneSchema;
