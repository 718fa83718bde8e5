import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';
import { probeSetDetailSchema } from '../shapes/probe-set.ts';

export const getProbeSetInput = z.object({ probeSetId: idSchema });

export const getProbeSetOutput = probeSetDetailSchema;
