import { z } from 'zod';
import { runSummarySchema } from '../shapes/run-summary.ts';

export const listActiveRunsOutput = z.array(runSummarySchema);
