import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const listKernelsOutput = z.array(
  z.object({
    id: idSchema,
    name: z.string(),
    kernel: z.string().nullable(),
    criu: z.string().nullable(),
    /** What `criu check --feature NAME` said there; null when it could not be asked. */
    features: z.record(z.string(), z.boolean()).nullable(),
  }),
);
