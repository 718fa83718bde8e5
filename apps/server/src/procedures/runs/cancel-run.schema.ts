import { z } from 'zod';
import { doneSchema, idSchema } from '../shapes/ids.ts';

export const cancelRunInput = z.object({ runId: idSchema });

export const cancelRunOutput = doneSchema;
