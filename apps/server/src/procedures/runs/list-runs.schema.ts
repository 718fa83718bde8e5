import { z } from 'zod';
import { runFiltersSchema } from '../shapes/filters.ts';
import { cursorSchema, limitSchema } from '../shapes/ids.ts';
import { runSummarySchema } from '../shapes/run-summary.ts';

export const listRunsInput = runFiltersSchema.extend({ cursor: cursorSchema.optional(), limit: limitSchema });

export const listRunsOutput = z.object({ items: z.array(runSummarySchema), nextCursor: cursorSchema.nullable() });
