import { z } from 'zod';
import { addressSchema, fingerprintSchema, runKeySchema } from './run-key.ts';

/** Connects the channel, starts the hold process, drops new connections to the tree's listening ports. Idempotent. */
export const prepareSource = {
  type: 'prepare-source',
  request: runKeySchema.extend({
    peerFingerprint: fingerprintSchema,
    peerHost: z.string(),
    peerPort: z.number().int(),
    pid: z.number().int().positive(),
    startTimeTicks: z.number(),
    workloadKey: z.string(),
    serviceAddress: addressSchema.nullable(),
    listeningPorts: z.array(z.object({ protocol: z.number().int(), port: z.number().int() })),
    /** About how many bytes the images will have; room for them is made ready. */
    expectedBytes: z.number().nonnegative().optional(),
  }),
  result: z.object({ prepared: z.literal(true) }),
} as const;
