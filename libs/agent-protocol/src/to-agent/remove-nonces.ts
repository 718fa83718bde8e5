import { questionsSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** Removes the nonce files of one check; only files that carry the very nonce are touched. */
export const removeNonces = {
  type: 'remove-nonces',
  request: z.object({ nonces: questionsSchema.shape.nonces }),
  result: z.object({ removed: z.number().int() }),
} as const;
