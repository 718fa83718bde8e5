import { findCheckpoint, lastRestores } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { presentCheckpoint } from '../../presenters/present-checkpoint.ts';
import { readHostNames } from '../../queries/host-names.ts';
import { viewerProcedure } from '../trpc.ts';
import { getCheckpointInput, getCheckpointOutput } from './get-checkpoint.schema.ts';

export const getCheckpoint = viewerProcedure
  .input(getCheckpointInput)
  .output(getCheckpointOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const checkpoint = required(await findCheckpoint(database, input.checkpointId), 'checkpoint');
    const lastRestoreRunId = (await lastRestores(database, [checkpoint.id])).get(checkpoint.id) ?? null;
    return presentCheckpoint({ checkpoint, hostName: await readHostNames(database), lastRestoreRunId });
  });
