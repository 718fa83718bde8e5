import { z } from 'zod';
import { confirmNameSchema, doneSchema, idSchema } from '../shapes/ids.ts';

export const decideRunInput = z.object({
  runId: idSchema,
  choice: z.string().max(100),
  confirmName: confirmNameSchema,
});

export const decideRunOutput = doneSchema;
