import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const cancelProbeSetInput = z.object({ hostId: idSchema });

/** False when none was under way. */
export const cancelProbeSetOutput = z.object({ cancelled: z.boolean() });
