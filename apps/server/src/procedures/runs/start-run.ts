import { controlsOf } from '@godwit/domain/plan';
import type { z } from 'zod';
import { orderRehearsal } from '../../commands/order-rehearsal.ts';
import { orderDump, orderMove, orderRestore } from '../../commands/order-run.ts';
import { orderSend } from '../../commands/order-send.ts';
import { type RunOrder, startRun as start } from '../../commands/start-run.ts';
import type { Caller, RequestContext } from '../context.ts';
import { operatorProcedure } from '../trpc.ts';
import { startRunInput, startRunOutput } from './start-run.schema.ts';

/** Starts a move, a rehearsal, a dump or a restore; the answer is its id, everything else comes as events. */
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
      return orderMove(ctx, {
        preflightId: input.preflightId,
        holdSeconds: input.holdSeconds,
        controls: controlsOf(input),
        caller,
      });
    case 'rehearsal':
      return orderRehearsal(ctx, { preflightId: input.preflightId, caller });
    case 'dump':
      return orderDump(ctx, {
        workloadId: input.workloadId,
        leaveRunning: input.leaveRunning,
        encrypt: input.encrypt,
        caller,
      });
    case 'send':
      return orderSend(ctx, { ...input, caller });
    case 'restore':
      return orderRestore(ctx, { ...input, caller });
  }
};
