import { pinCheckpoint as pin } from '../../commands/pin-checkpoint.ts';
import { operatorProcedure } from '../trpc.ts';
import { pinCheckpointInput, pinCheckpointOutput } from './pin-checkpoint.schema.ts';

/** Keeps a checkpoint whatever the retention says, or no longer. */
export const pinCheckpoint = operatorProcedure
  .input(pinCheckpointInput)
  .output(pinCheckpointOutput)
  .mutation(async ({ ctx, input }) => {
    await pin(ctx.store, { ...input, caller: ctx.caller, now: ctx.now() });
    return { done: true };
  });
