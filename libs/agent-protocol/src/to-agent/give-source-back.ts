import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** Aborts before the commit: thaw, resume, remove what was prepared. The side ends `given-back`; refused after the commit. */
export const giveSourceBack = {
  type: 'give-source-back',
  request: runKeySchema.extend({ reason: z.string().max(500) }),
  result: z.object({ state: z.enum(['aborted', 'given-back', 'committed', 'gone']) }),
} as const;
