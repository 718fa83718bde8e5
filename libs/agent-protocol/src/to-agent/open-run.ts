import { sides } from '@godwit/domain/run';
import { z } from 'zod';
import { fingerprintSchema, identitySchema, runKeySchema } from './run-key.ts';

/** Makes the journal of a run on this side and its own key pair, used for this run only. Idempotent. */
export const openRun = {
  type: 'open-run',
  request: runKeySchema.extend({ side: z.enum(sides) }),
  result: z.object({ fingerprint: fingerprintSchema, identity: identitySchema.optional() }),
} as const;
