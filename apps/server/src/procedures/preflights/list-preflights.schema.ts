import { z } from 'zod';
import { preflightFiltersSchema } from '../shapes/filters.ts';
import { cursorSchema, limitSchema } from '../shapes/ids.ts';
import { preflightSummarySchema } from '../shapes/preflight-summary.ts';

export const listPreflightsInput = preflightFiltersSchema.extend({
  cursor: cursorSchema.optional(),
  limit: limitSchema,
});

export const listPreflightsOutput = z.object({
  items: z.array(preflightSummarySchema),
  nextCursor: cursorSchema.nullable(),
});
