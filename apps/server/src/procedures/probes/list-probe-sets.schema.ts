import { z } from 'zod';
import { cursorSchema, idSchema, limitSchema } from '../shapes/ids.ts';
import { probeSetSummarySchema } from '../shapes/probe-set.ts';

export const listProbeSetsInput = z.object({ hostId: idSchema, cursor: cursorSchema.optional(), limit: limitSchema });

export const listProbeSetsOutput = z.object({
  items: z.array(probeSetSummarySchema),
  nextCursor: cursorSchema.nullable(),
});
