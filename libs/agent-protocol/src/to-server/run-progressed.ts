import { runEventDataSchema } from '@godwit/domain/run';
import { z } from 'zod';

/** Phases, bytes and log lines of a run: stored as run events as they are. */
export const runProgressed = {
  type: 'run.progressed',
  body: z.object({ runId: z.uuid(), events: z.array(runEventDataSchema).max(50) }),
} as const;
