import { z } from 'zod';
import { fingerprintSchema, identitySchema, runKeySchema } from './run-key.ts';

/** Makes ready to send a checkpoint of this host: key of this one transfer, and what it weighs. Idempotent. */
export const offerCheckpoint = {
  type: 'offer-checkpoint',
  request: runKeySchema.extend({ checkpointId: z.uuid() }),
  result: z.object({ fingerprint: fingerprintSchema, identity: identitySchema, totalBytes: z.number().nonnegative() }),
} as const;
