import { z } from 'zod';

export const readSetupStateOutput = z.object({ needsFirstAdmin: z.boolean() });
