import { z } from 'zod';
import { runStateSchema } from '../to-server/run-state-changed.ts';

/** What the journal and the host really say about a run; null when this host knows nothing of it. */
export const reportRun = {
  type: 'report-run',
  request: z.object({ runId: z.uuid() }),
  result: z.object({ run: runStateSchema.nullable() }),
} as const;
