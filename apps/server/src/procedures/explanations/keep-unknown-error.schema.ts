import { z } from 'zod';
import { unknownErrorSchema } from '../shapes/unknown-error.ts';

/** That one line of the log and nothing else of it. Control characters have no place in an error's text. */
const lineSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'one line without control characters');

export const keepUnknownErrorInput = z.object({
  text: lineSchema,
  source: z.string().max(120).nullable(),
  operation: z.enum(['dump', 'pre-dump', 'restore', 'unknown']),
  criuVersion: z.string().max(40).nullable(),
  kernel: z.string().max(120).nullable(),
});

/** null when the error is known after all: the server's table may be newer than the page. */
export const keepUnknownErrorOutput = unknownErrorSchema.nullable();
