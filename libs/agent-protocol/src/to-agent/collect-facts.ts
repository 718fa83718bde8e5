import { factBundleSchema } from '@godwit/domain/facts';
import { z } from 'zod';
import { plainPathSchema } from './carried-files.ts';

/** Reads host and tree. `forMove` also hashes the files and writes nonces beside files open for writing. */
export const collectFacts = {
  type: 'collect-facts',
  request: z.object({
    pid: z.number().int().positive(),
    /** Guards against a reused pid; null only when the caller has none. */
    startTimeTicks: z.number().nullable(),
    forMove: z.boolean(),
    /** Directories that a person declared as data of the workload; those of its definition are looked at anyway. */
    dataDirectories: z.array(plainPathSchema).max(500).optional(),
  }),
  result: z.object({ bundle: factBundleSchema }),
} as const;
