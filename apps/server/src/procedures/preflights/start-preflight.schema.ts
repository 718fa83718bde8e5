import { purposes } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';
import { preflightDetailSchema } from '../shapes/preflight-detail.ts';

export const startPreflightInput = z.object({
  workloadId: idSchema,
  purpose: z.enum(purposes),
  destinationHostId: idSchema.optional(),
});

export const startPreflightOutput = preflightDetailSchema;
