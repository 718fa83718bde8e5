import { z } from 'zod';
import { runKeySchema } from './run-key.ts';

/** The server's permission. The source's journal decides: `committed` unless `aborted` was first. */
export const commitSource = {
  type: 'commit-source',
  request: runKeySchema.extend({ bootId: z.string() }),
  result: z.object({
    state: z.enum(['committed', 'gone', 'aborted', 'given-back']),
    /** With `gone`: when that was proved, and whether this host had the service address until then. */
    gone: z.object({ provedAt: z.string(), addressDropped: z.boolean().optional() }).optional(),
    /** In post-copy with `committed`: the tree stands behind its fence for good, and its pages wait to be fetched. */
    fenced: z.object({ provedAt: z.string(), addressDropped: z.boolean().optional() }).optional(),
  }),
} as const;
