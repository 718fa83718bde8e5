import { checkpointFactsSchema, treeFactsSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** Reads the images of a checkpoint of this host as if the tree ran, so that another host can be judged for its restore. */
export const describeImages = {
  type: 'describe-images',
  request: z.object({ checkpointId: z.uuid() }),
  result: z.object({
    checkpoint: checkpointFactsSchema,
    tree: treeFactsSchema,
    madeOn: z.object({
      architecture: z.string().nullable(),
      pageSizeBytes: z.number(),
      monotonicSeconds: z.number().nullable(),
    }),
  }),
} as const;
