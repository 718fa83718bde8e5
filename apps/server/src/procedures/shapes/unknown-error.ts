import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';

/** An error of CRIU that is not known here, kept for the next rule. */
export const unknownErrorSchema = z.object({
  id: idSchema,
  text: z.string(),
  source: z.string().nullable(),
  operation: z.string(),
  criuVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  times: z.number().int(),
  keptBy: z.string(),
  firstSeenAt: timeSchema,
  lastSeenAt: timeSchema,
});
export type UnknownError = z.infer<typeof unknownErrorSchema>;
