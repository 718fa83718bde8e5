import { factBundleSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** Reads host and tree. `forMove` also hashes the files and writes nonces beside files open for writing. */
export const collectFacts = {
  type: 'collect-facts',
  request: z.object({
    pid: z.number().int().positive(),
    /** Guards against a reused pid; null only when the caller has none. */
    startTimeTicks: z.number().nullable(),
    forMove: z.boolean(),
  }),
  result: z.object({ bundle: factBundleSchema }),
} as const;
