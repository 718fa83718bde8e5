import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';
import { runDetailSchema } from '../shapes/run-detail.ts';

export const getRunInput = z.object({ runId: idSchema });

export const getRunOutput = runDetailSchema;
