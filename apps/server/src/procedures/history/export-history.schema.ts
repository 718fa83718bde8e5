import { z } from 'zod';
import { preflightFiltersSchema, runFiltersSchema } from '../shapes/filters.ts';

export const exportHistoryInput = z.discriminatedUnion('what', [
  z.object({ what: z.literal('preflights'), filters: preflightFiltersSchema.default({}) }),
  z.object({ what: z.literal('runs'), filters: runFiltersSchema.default({}) }),
]);

export const exportHistoryOutput = z.object({
  /** A JSON document: { version: 1, what, filters, items }; at most 5000 items, newest first. */
  json: z.string(),
});
