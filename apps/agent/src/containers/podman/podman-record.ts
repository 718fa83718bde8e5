import { z } from 'zod';

/** What travels of a podman container besides its image, its changed layer and podman's own records. */
export const podmanRecordSchema = z.object({
  format: z.literal('godwit-podman'),
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{64}$/),
  imageId: z.string().regex(/^[0-9a-f]{64}$/),
  /** Files of the image that the container removed. */
  removed: z.array(z.string()),
});
export type PodmanRecord = z.infer<typeof podmanRecordSchema>;
