import type { z } from 'zod';
import { orderDump, orderMove, orderRestore } from '../../commands/order-run.ts';
import { type RunOrder, startRun as start } from '../../commands/start-run.ts';
import type { Caller, RequestContext } from '../context.ts';
import { operatorProcedure } from '../trpc.ts';
import { startRunInput, startRunOutput } from './start-run.schema.ts';

/** Starts a move, a dump or a restore; the answer is its id, everything else comes as events. */
export const startRun = operatorProcedure
  .input(startRunInput)
  .output(startRunOutput)
  .mutation(async ({ ctx, input }) => {
    const order = await orderRun(ctx, input, ctx.caller);
    return { runId: await start(ctx.store, order, ctx.now()) };
  });

const orderRun = (ctx: RequestContext, input: z.infer<typeof startRunInput>, caller: Caller): Promise<RunOrder> => {
  switch (input.kind) {
    case 'move':
      return orderMove(ctx, { preflightId: input.preflightId, holdSeconds: input.holdSeconds, caller });
    case 'dump':
      return orderDump(ctx, { workloadId: input.workloadId, leaveRunning: input.leaveRunning, caller });
    case 'restore':
      return orderRestore(ctx, { checkpointId: input.checkpointId, caller });
  }
};
