import { z } from 'zod';
import { acceptedSchema, runKeySchema } from './run-key.ts';

/** On the destination: with the proof that the source is gone the copy may run, its address is announced. */
export const releaseCopy = {
  type: 'release-copy',
  request: runKeySchema.extend({
    gone: z.object({
      runId: z.uuid(),
      /** The epoch under which permission was given; a later server may present the proof under a newer one. */
      epoch: z.number().int(),
      sourceBootId: z.string(),
      provedAt: z.string(),
      /**
       * What the proof rests on: the source's own scan, its reboot after the commit, or a person who fenced it. In post-copy the source
       * cannot be gone before its pages are fetched: it has committed and stands behind its fence (`fenced`).
       */
      basis: z.enum(['journal', 'reboot', 'person', 'fenced']).default('journal'),
    }),
  }),
  result: acceptedSchema,
} as const;
