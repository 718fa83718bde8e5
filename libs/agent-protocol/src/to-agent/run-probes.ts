import { z } from 'zod';

/** Starts the set of probes. Its progress and end come as `host.probed`. When one runs already, that one is named instead. */
export const runProbes = {
  type: 'run-probes',
  request: z.object({ setId: z.uuid() }),
  result: z.object({ setId: z.uuid(), started: z.boolean() }),
} as const;
