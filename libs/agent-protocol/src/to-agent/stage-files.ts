import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/**
 * Copies ahead what `prepare-source` was told of, over the channel of the run. Begins at the first call and answers how far
 * it is; asked again until it says `copied`. Throws what made it fail.
 */
export const stageFiles = {
  type: 'stage-files',
  request: runKeySchema,
  result: z.object({ state: z.enum(['copying', 'copied']), files: z.number().int(), bytes: z.number() }),
} as const;
