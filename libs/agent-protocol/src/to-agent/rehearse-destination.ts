import { z } from 'zod';
import { namedContainerSchema } from './named-container.ts';
import { criuArgumentsSchema, fingerprintSchema, peerIdentitySchema, runKeySchema } from './run-key.ts';

/**
 * Lays out the scene of a rehearsal, tries it, and opens the channel. The copy is built in it as soon as all images are there, and held
 * until `discard-copy`; nothing can release it. Idempotent.
 */
export const rehearseDestination = {
  type: 'rehearse-destination',
  request: runKeySchema.extend({
    peerFingerprint: fingerprintSchema,
    /** Who the other side is; without it no images are sent or taken. */
    peerIdentity: peerIdentitySchema.optional(),
    workloadKey: z.string(),
    workloadName: z.string(),
    ids: z.array(z.number().int()),
    expectedBytes: z.number().nonnegative(),
    /** Files that some task of the tree has open for writing. */
    writtenPaths: z.array(z.string().startsWith('/').max(4096)).max(5000),
    restoreArguments: criuArgumentsSchema,
    /** The tree is this container, and its runtime starts CRIU; left out: CRIU is started by itself. */
    container: namedContainerSchema.optional(),
  }),
  result: z.object({ host: z.string(), port: z.number().int() }),
} as const;
