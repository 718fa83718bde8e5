import { findCheckpoint } from '@godwit/history-store';
import { auditCheckpoint } from '../../commands/audit-checkpoint.ts';
import { checkpointRemoved, required } from '../../commands/not-found.ts';
import { operatorProcedure } from '../trpc.ts';
import { exploreCheckpointInput, exploreCheckpointOutput } from './explore-checkpoint.schema.ts';

/** Large images on a busy host take their time to decode. */
const timeoutMs = 60_000;

/** What the images of a checkpoint hold, decoded on the host they lie on. Paths and addresses are not for viewers. */
export const exploreCheckpoint = operatorProcedure
  .input(exploreCheckpointInput)
  .output(exploreCheckpointOutput)
  .query(async ({ ctx, input }) => {
    const checkpoint = required(await findCheckpoint(ctx.store.database, input.checkpointId), 'checkpoint');
    if (checkpoint.removedAt !== null) throw checkpointRemoved();
    await auditCheckpoint(ctx.store, { action: 'checkpoint.viewed', checkpoint, caller: ctx.caller });
    const request = { checkpointId: checkpoint.id };
    const { contents } = await ctx.agents.call(checkpoint.hostId, 'explore-images', request, { timeoutMs });
    return contents;
  });
