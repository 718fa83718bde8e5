import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** Compares the running copy with the facts taken while the source was frozen. */
export const proveCopy = {
  type: 'prove-copy',
  request: runKeySchema,
  result: z.object({ passed: z.boolean(), lines: z.array(z.string()) }),
} as const;
