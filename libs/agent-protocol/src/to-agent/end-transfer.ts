import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** Ends a transfer on this side and removes what it left half done. A checkpoint that arrived stays. Idempotent. */
export const endTransfer = {
  type: 'end-transfer',
  request: runKeySchema,
  result: z.object({ ended: z.literal(true) }),
} as const;
