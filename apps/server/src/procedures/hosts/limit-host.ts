import { limitHost as limit } from '../../commands/limit-host.ts';
import { adminProcedure } from '../trpc.ts';
import { limitHostInput, limitHostOutput } from './limit-host.schema.ts';

/** Sets how many runs may work on a host at once. */
export const limitHost = adminProcedure
  .input(limitHostInput)
  .output(limitHostOutput)
  .mutation(async ({ ctx, input }) => {
    await limit(ctx.store, input, ctx.caller);
    return { done: true };
  });
