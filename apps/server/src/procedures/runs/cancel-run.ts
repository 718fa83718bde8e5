import { cancelRun as cancel } from '../../commands/cancel-run.ts';
import { operatorProcedure } from '../trpc.ts';
import { cancelRunInput, cancelRunOutput } from './cancel-run.schema.ts';

/** Cancels a run that has no permission to commit yet. */
export const cancelRun = operatorProcedure
  .input(cancelRunInput)
  .output(cancelRunOutput)
  .mutation(async ({ ctx, input }) => {
    await cancel(ctx.store, input.runId, { caller: ctx.caller, now: ctx.now() });
    return { done: true };
  });
