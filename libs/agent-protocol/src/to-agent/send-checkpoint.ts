import { z } from 'zod';
import { acceptedSchema, fingerprintSchema, peerIdentitySchema, runKeySchema } from './run-key.ts';

/** Sends the offered checkpoint; `report-transfer` tells how far it is. Idempotent. */
export const sendCheckpoint = {
  type: 'send-checkpoint',
  request: runKeySchema.extend({
    checkpointId: z.uuid(),
    peerHost: z.string(),
    peerPort: z.number().int(),
    peerFingerprint: fingerprintSchema,
    peerIdentity: peerIdentitySchema,
    bandwidthBytesPerSecond: z.number().int().positive().optional(),
  }),
  result: acceptedSchema,
} as const;
