import { healthSchema } from '@godwit/domain/run';
import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** Compares the running copy with the facts taken while the source was frozen. */
export const proveCopy = {
  type: 'prove-copy',
  request: runKeySchema,
  result: z.object({
    passed: z.boolean(),
    lines: z.array(z.string()),
    /** Those of the lines that name a difference; left out where nothing says which do. */
    failed: z.array(z.string()).optional(),
    /** What the workload's own health command said; left out where the host's policy names none. */
    health: healthSchema.optional(),
  }),
} as const;
