import { z } from 'zod';
import { acceptedSchema, criuArgumentsSchema, runKeySchema } from './run-key.ts';

/** Starts CRIU on the source. The side ends `held` (all images sent, tasks frozen and fenced) or `given-back`. */
export const startDump = {
  type: 'start-dump',
  request: runKeySchema.extend({
    criuArguments: criuArgumentsSchema,
    /** From seize on: without a commit by then the source is given back, whoever is alive. */
    holdSeconds: z.number().positive().max(3600),
  }),
  result: acceptedSchema,
} as const;
