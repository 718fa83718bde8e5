import { z } from 'zod';
import type { CommandHandlers } from '../agent-context.ts';

const runSchema = z.object({ runId: z.string() });

/**
 * Lets commands wait that are for a run which this agent found at its start and is still looking at. Commands of other runs,
 * and those of no run, go through.
 *
 * @param left ids of the runs found
 * @param recovered resolves when all of them were looked at
 */
export const afterRecovery = <T extends Partial<CommandHandlers>>(
  handlers: T,
  left: ReadonlySet<string>,
  recovered: Promise<void>,
): T => {
  const waiting = Object.entries(handlers).map(([type, handler]) => [
    type,
    async (request: never): Promise<unknown> => {
      const run = runSchema.safeParse(request);
      if (run.success && left.has(run.data.runId)) await recovered;
      return (handler as (request: never) => Promise<unknown>)(request);
    },
  ]);
  return Object.fromEntries(waiting) as T;
};
