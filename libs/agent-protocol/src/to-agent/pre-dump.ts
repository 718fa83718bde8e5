import { preCopyRoundsSchema, stopRuleSchema } from '@godwit/domain/pre-copy';
import { z } from 'zod';
import { criuArgumentsSchema, runKeySchema } from './run-key.ts';

/**
 * Pre-copy: copies the memory ahead in rounds, each over the channel of the run, while the tree runs. Begins at the first call and
 * answers how far it is; asked again until it says `done`. Throws what made it fail; the tree runs on then.
 */
export const preDump = {
  type: 'pre-dump',
  request: runKeySchema.extend({
    /** As for the dump that follows. */
    criuArguments: criuArgumentsSchema,
    stopRule: stopRuleSchema,
    /** How long the tree may stand still in one round before CRIU is ended; left out: as long as the round may take. */
    holdSeconds: z.number().positive().max(3600).optional(),
    /** How long CRIU may take for one round before it is ended; left out: two minutes. */
    roundSeconds: z.number().positive().max(3600).optional(),
  }),
  result: preCopyRoundsSchema.extend({ state: z.enum(['running', 'done']) }),
} as const;
