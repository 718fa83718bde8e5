import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';
import { workloadSummarySchema } from '../shapes/workload-summary.ts';

export const listWorkloadsInput = z.object({ hostId: idSchema.optional(), query: z.string().max(200).optional() });

export const listWorkloadsOutput = z.array(workloadSummarySchema);
