import { mostParallelRuns } from '@godwit/domain/run';
import { z } from 'zod';
import { doneSchema, idSchema } from '../shapes/ids.ts';

export const limitHostInput = z.object({
  hostId: idSchema,
  /** How many runs may work on the host at once. */
  parallelRuns: z.number().int().min(1).max(mostParallelRuns),
});

export const limitHostOutput = doneSchema;
