import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';
import { preflightDetailSchema } from '../shapes/preflight-detail.ts';

export const getPreflightInput = z.object({ preflightId: idSchema });

export const getPreflightOutput = preflightDetailSchema;
