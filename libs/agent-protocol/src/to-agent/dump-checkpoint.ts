import { z } from 'zod';
import { namedContainerSchema } from './named-container.ts';
import { acceptedSchema, criuArgumentsSchema, runKeySchema } from './run-key.ts';

/** Dumps a tree into a checkpoint kept on this host. Ends with `checkpoint.finished`. */
export const dumpCheckpoint = {
  type: 'dump-checkpoint',
  request: runKeySchema.extend({
    pid: z.number().int().positive(),
    startTimeTicks: z.number(),
    workloadKey: z.string(),
    leaveRunning: z.boolean(),
    /** Seals the images with a key of their own as soon as the dump is done. */
    encrypt: z.boolean().optional(),
    /** The tree is this container, and its runtime starts CRIU; left out: CRIU is started by itself. */
    container: namedContainerSchema.optional(),
    criuArguments: criuArgumentsSchema,
  }),
  result: acceptedSchema,
} as const;
