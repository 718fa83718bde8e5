import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** Kills a copy that was never released, removes address, rules and images. Refused once `releasing` was written. */
export const discardCopy = {
  type: 'discard-copy',
  request: runKeySchema.extend({ reason: z.string().max(500) }),
  result: z.object({ state: z.enum(['discarded', 'releasing', 'released']) }),
} as const;
