import { z } from 'zod';
import { acceptedSchema, criuArgumentsSchema, runKeySchema } from './run-key.ts';

/** Restores a checkpoint of this host. Refused while its tree still runs. Ends with `checkpoint.finished`. */
export const restoreCheckpoint = {
  type: 'restore-checkpoint',
  request: runKeySchema.extend({ checkpointId: z.uuid(), criuArguments: criuArgumentsSchema }),
  result: acceptedSchema,
} as const;
