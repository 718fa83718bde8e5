import { z } from 'zod';
import { carriedFilesSchema } from './carried-files.ts';
import { namedContainerSchema } from './named-container.ts';
import { addressSchema, fingerprintSchema, peerIdentitySchema, runKeySchema } from './run-key.ts';

/** Connects the channel, starts the hold process, drops new connections to the tree's listening ports. Idempotent. */
export const prepareSource = {
  type: 'prepare-source',
  request: runKeySchema.extend({
    peerFingerprint: fingerprintSchema,
    /** Who the other side is; without it no images are sent or taken. */
    peerIdentity: peerIdentitySchema.optional(),
    peerHost: z.string(),
    peerPort: z.number().int(),
    pid: z.number().int().positive(),
    startTimeTicks: z.number(),
    workloadKey: z.string(),
    serviceAddress: addressSchema.nullable(),
    listeningPorts: z.array(z.object({ protocol: z.number().int(), port: z.number().int() })),
    /** About how many bytes the images will have; room for them is made ready. */
    expectedBytes: z.number().nonnegative().optional(),
    /** The tree is this container, and its runtime starts CRIU; left out: CRIU is started by itself. */
    container: namedContainerSchema.optional(),
    /** Highest rate on the channel, headers of packets included; left out: as fast as it goes. */
    bandwidthBytesPerSecond: z.number().int().positive().optional(),
    /** Files that travel along; left out: none was planned, and nothing is looked at. */
    files: carriedFilesSchema.optional(),
    /** The images are written and pushed to the disk, and stay until the sweep; left out: they lie in memory where it suffices. */
    keepCheckpoint: z.literal(true).optional(),
    /** The memory follows the copy, or most of it is copied ahead while the tree runs; left out: all of it while the tree stands still. */
    mode: z.enum(['pre-copy', 'post-copy']).optional(),
  }),
  result: z.object({ prepared: z.literal(true) }),
} as const;
