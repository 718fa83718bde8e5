import { z } from 'zod';
import { acceptedSchema, criuArgumentsSchema, runKeySchema } from './run-key.ts';

/** Dumps a tree into a checkpoint kept on this host. Ends with `checkpoint.finished`. */
export const dumpCheckpoint = {
  type: 'dump-checkpoint',
  request: runKeySchema.extend({
    pid: z.number().int().positive(),
    startTimeTicks: z.number(),
    workloadKey: z.string(),
    leaveRunning: z.boolean(),
    criuArguments: criuArgumentsSchema,
  }),
  result: acceptedSchema,
} as const;
