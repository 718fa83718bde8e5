import { z } from 'zod';
import { fingerprintSchema, identitySchema, peerIdentitySchema, runKeySchema } from './run-key.ts';

/** Listens for a checkpoint of another host, which is kept here under the id of the run. Idempotent while it waits. */
export const receiveCheckpoint = {
  type: 'receive-checkpoint',
  request: runKeySchema.extend({
    peerFingerprint: fingerprintSchema,
    peerIdentity: peerIdentitySchema,
    expectedBytes: z.number().nonnegative(),
    /** Keeps them sealed with a key of this host. */
    encrypt: z.boolean().optional(),
  }),
  result: z.object({
    fingerprint: fingerprintSchema,
    identity: identitySchema,
    host: z.string(),
    port: z.number().int(),
  }),
} as const;
