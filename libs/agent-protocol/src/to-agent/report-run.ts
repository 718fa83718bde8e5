import { z } from 'zod';
import { runStateSchema } from '../to-server/run-state-changed.ts';

/** What the journal and the host really say about a run; null when this host knows nothing of it. */
export const reportRun = {
  type: 'report-run',
  request: z.object({ runId: z.uuid() }),
  result: z.object({
    run: runStateSchema.nullable(),
    /** Destination of a move: whether anything of its copy lives on this host now. Left out: not looked at. */
    copyLives: z.boolean().optional(),
  }),
} as const;
