import { orderAgain } from '../../commands/order-again.ts';
import { startRun } from '../../commands/start-run.ts';
import { operatorProcedure } from '../trpc.ts';
import { runAgainInput, runAgainOutput } from './run-again.schema.ts';

/** Starts the plan of a run that did not succeed once more, after a fresh check. */
export const runAgain = operatorProcedure
  .input(runAgainInput)
  .output(runAgainOutput)
  .mutation(async ({ ctx, input }) => {
    const order = await orderAgain(ctx, input.runId, ctx.caller);
    return { runId: await startRun(ctx.store, order, ctx.now()) };
  });
