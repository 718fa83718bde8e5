import { sides } from '@godwit/domain/run';
import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/**
 * Opens this end of a byte stream through the server, for a run whose hosts do not reach each other. On the source: a port on
 * loopback, where its hold process finds the other side. On the destination: the way to the channel that this very run listens on.
 */
export const openRelay = {
  type: 'open-relay',
  request: runKeySchema.extend({ side: z.enum(sides) }),
  result: z.object({ host: z.string(), port: z.number().int() }),
} as const;
