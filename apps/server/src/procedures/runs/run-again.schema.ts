import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const runAgainInput = z.object({ runId: idSchema });

export const runAgainOutput = z.object({ runId: idSchema });
