import { z } from 'zod';
import { doneSchema, idSchema } from '../shapes/ids.ts';

export const removeCheckpointInput = z.object({ checkpointId: idSchema });

export const removeCheckpointOutput = doneSchema;
