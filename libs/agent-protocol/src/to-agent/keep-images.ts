import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/**
 * On a source that is gone, of a move that was to keep a full checkpoint until the copy is proved: its images stay, as a checkpoint of
 * this host under the id of the run, and everything else of the run is swept. Null: there are no such images here. Idempotent.
 */
export const keepImages = {
  type: 'keep-images',
  request: runKeySchema,
  result: z.object({
    kept: z.object({ imageBytes: z.number(), frozenUs: z.number().nullable() }).nullable(),
    removed: z.array(z.string()),
  }),
} as const;
