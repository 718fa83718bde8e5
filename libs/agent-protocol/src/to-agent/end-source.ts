import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/**
 * Post-copy, on a source that has committed and stands behind its fence: its tasks are ended and proved gone. Sent when the copy has
 * every page, or when a person gave up what is lost. Refused before the commit.
 */
export const endSource = {
  type: 'end-source',
  request: runKeySchema.extend({ reason: z.string().max(500) }),
  result: z.object({ state: z.enum(['committed', 'gone', 'swept']) }),
} as const;
