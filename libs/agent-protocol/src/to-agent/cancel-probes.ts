import { z } from 'zod';

/** Ends the set of probes that runs on this host, and removes all it made. */
export const cancelProbes = {
  type: 'cancel-probes',
  request: z.object({}),
  result: z.object({ cancelled: z.boolean() }),
} as const;
