import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** On the source, after `gone`: removes the service address, then CRIU's own network lock by its recorded name. */
export const dropAddress = {
  type: 'drop-address',
  request: runKeySchema,
  result: z.object({ dropped: z.boolean() }),
} as const;
