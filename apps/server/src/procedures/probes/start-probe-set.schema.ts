import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const startProbeSetInput = z.object({ hostId: idSchema });

/** Of the new set, or of the one that runs there already. It is listed from its first message on, moments later. */
export const startProbeSetOutput = z.object({ probeSetId: idSchema });
