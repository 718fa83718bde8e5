import { z } from 'zod';
import { checkpointSummarySchema } from '../shapes/checkpoint-summary.ts';
import { idSchema } from '../shapes/ids.ts';

export const getCheckpointInput = z.object({ checkpointId: idSchema });

export const getCheckpointOutput = checkpointSummarySchema;
