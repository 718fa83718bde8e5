import { setRetention as set } from '../../commands/set-retention.ts';
import { adminProcedure } from '../trpc.ts';
import { setRetentionInput, setRetentionOutput } from './set-retention.schema.ts';

/** Sets how long kept checkpoints stay, for the whole installation. */
export const setRetention = adminProcedure
  .input(setRetentionInput)
  .output(setRetentionOutput)
  .mutation(async ({ ctx, input }) => {
    await set(ctx.store, input, { caller: ctx.caller, now: ctx.now() });
    return { done: true };
  });
