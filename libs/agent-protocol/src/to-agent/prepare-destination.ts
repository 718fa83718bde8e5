import { z } from 'zod';
import { carriedFilesSchema } from './carried-files.ts';
import { namedContainerSchema } from './named-container.ts';
import { addressSchema, criuArgumentsSchema, fingerprintSchema, peerIdentitySchema, runKeySchema } from './run-key.ts';

/** Space, free ids, images directory, drop rules, and the listener of the agent-to-agent channel. Idempotent. */
export const prepareDestination = {
  type: 'prepare-destination',
  request: runKeySchema.extend({
    peerFingerprint: fingerprintSchema,
    /** Who the other side is; without it no images are sent or taken. */
    peerIdentity: peerIdentitySchema.optional(),
    workloadKey: z.string(),
    workloadName: z.string(),
    /** cgroup v2 path the copy is to live in, as seen on the host. */
    cgroup: z.string().regex(/^\/[A-Za-z0-9_.@:/-]*$/),
    serviceAddress: addressSchema.nullable(),
    listeningPorts: z.array(z.object({ protocol: z.number().int(), port: z.number().int() })),
    ids: z.array(z.number().int()),
    expectedBytes: z.number().nonnegative(),
    /** The tree is this container, and its runtime starts CRIU; left out: CRIU is started by itself. */
    container: namedContainerSchema.optional(),
    /** Options of CRIU with which the copy is built as soon as all images are there; left out: `start-restore` is waited for. */
    restoreArguments: criuArgumentsSchema.optional(),
    /** Files that travel along, as the source is told them. */
    files: carriedFilesSchema.optional(),
    /** The memory follows the copy, or most of it comes ahead in rounds; left out: with the other images. */
    mode: z.enum(['pre-copy', 'post-copy']).optional(),
  }),
  result: z.object({ host: z.string(), port: z.number().int() }),
} as const;
