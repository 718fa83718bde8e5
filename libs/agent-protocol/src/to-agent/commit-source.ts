import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** The server's permission. The source's journal decides: `committed` unless `aborted` was first. */
export const commitSource = {
  type: 'commit-source',
  request: runKeySchema.extend({ bootId: z.string() }),
  result: z.object({ state: z.enum(['committed', 'gone', 'aborted', 'given-back']) }),
} as const;
