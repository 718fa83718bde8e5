import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** Removes what this run is recorded to have made on this host and is no longer needed, by its recorded names. For a dump's run: its checkpoint. */
export const sweepRun = {
  type: 'sweep-run',
  request: runKeySchema,
  result: z.object({ removed: z.array(z.string()) }),
} as const;
