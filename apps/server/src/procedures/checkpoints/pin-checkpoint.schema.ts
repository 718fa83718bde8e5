import { z } from 'zod';
import { doneSchema, idSchema } from '../shapes/ids.ts';

export const pinCheckpointInput = z.object({ checkpointId: idSchema, pinned: z.boolean() });

export const pinCheckpointOutput = doneSchema;
