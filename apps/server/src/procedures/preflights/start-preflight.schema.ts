import { stagingWishSchema } from '@godwit/domain/file-plan';
import { purposes } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';
import { preflightDetailSchema } from '../shapes/preflight-detail.ts';

export const startPreflightInput = z.object({
  workloadId: idSchema,
  purpose: z.enum(purposes),
  destinationHostId: idSchema.optional(),
  /** Of a move: what the caller says about the files that travel along. */
  staging: stagingWishSchema.omit({ by: true }).optional(),
});

export const startPreflightOutput = preflightDetailSchema;
