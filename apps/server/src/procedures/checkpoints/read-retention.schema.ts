import { retentionSchema } from '@godwit/domain/checkpoints';
import { z } from 'zod';

/** `changedBy` null: nobody has set it, and everything stays. */
export const readRetentionOutput = retentionSchema.extend({ changedBy: z.string().nullable() });
