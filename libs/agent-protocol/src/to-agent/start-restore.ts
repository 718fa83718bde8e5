import { z } from 'zod';
import { acceptedSchema, criuArgumentsSchema, runKeySchema } from './run-key.ts';

/** Builds the copy from checked, durable images up to the post-restore hook. The side ends `held` or `failed`. */
export const startRestore = {
  type: 'start-restore',
  request: runKeySchema.extend({
    criuArguments: criuArgumentsSchema,
    /** A person decided that a copy which was released once, and may have run, is built again. */
    afterRelease: z.literal('person-decided').optional(),
  }),
  result: acceptedSchema,
} as const;
