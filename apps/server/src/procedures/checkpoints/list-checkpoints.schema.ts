import { z } from 'zod';
import { checkpointSummarySchema } from '../shapes/checkpoint-summary.ts';
import { idSchema } from '../shapes/ids.ts';

export const listCheckpointsInput = z.object({ workloadId: idSchema.optional(), hostId: idSchema.optional() });

export const listCheckpointsOutput = z.array(checkpointSummarySchema);
