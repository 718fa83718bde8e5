import { asActor } from '../../commands/actor.ts';
import { removeCheckpoint as remove } from '../../commands/remove-checkpoint.ts';
import { operatorProcedure } from '../trpc.ts';
import { removeCheckpointInput, removeCheckpointOutput } from './remove-checkpoint.schema.ts';

/** Removes a checkpoint's images from its host. */
export const removeCheckpoint = operatorProcedure
  .input(removeCheckpointInput)
  .output(removeCheckpointOutput)
  .mutation(async ({ ctx, input }) => {
    await remove(ctx, input.checkpointId, { actor: asActor(ctx.caller) });
    return { done: true };
  });
