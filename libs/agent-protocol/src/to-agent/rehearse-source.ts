import { z } from 'zod';
import { namedContainerSchema } from './named-container.ts';
import { fingerprintSchema, peerIdentitySchema, runKeySchema } from './run-key.ts';

/** Connects the channel and starts the hold process of a rehearsal: the tree will be dumped and run on. Idempotent. */
export const rehearseSource = {
  type: 'rehearse-source',
  request: runKeySchema.extend({
    peerFingerprint: fingerprintSchema,
    /** Who the other side is; without it no images are sent or taken. */
    peerIdentity: peerIdentitySchema.optional(),
    peerHost: z.string(),
    peerPort: z.number().int(),
    pid: z.number().int().positive(),
    startTimeTicks: z.number(),
    workloadKey: z.string(),
    /** About how many bytes the images will have; room for them is made ready. */
    expectedBytes: z.number().nonnegative(),
    /** The tree is this container, and its runtime starts CRIU; left out: CRIU is started by itself. */
    container: namedContainerSchema.optional(),
  }),
  result: z.object({ prepared: z.literal(true) }),
} as const;
