import { lastRestores, listCheckpoints as list } from '@godwit/history-store';
import { presentCheckpoint } from '../../presenters/present-checkpoint.ts';
import { readHostNames } from '../../queries/host-names.ts';
import { viewerProcedure } from '../trpc.ts';
import { listCheckpointsInput, listCheckpointsOutput } from './list-checkpoints.schema.ts';

export const listCheckpoints = viewerProcedure
  .input(listCheckpointsInput)
  .output(listCheckpointsOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const checkpoints = await list(database, input);
    const restores = await lastRestores(
      database,
      checkpoints.map(({ id }) => id),
    );
    const hostName = await readHostNames(database);
    return checkpoints.map((checkpoint) =>
      presentCheckpoint({ checkpoint, hostName, lastRestoreRunId: restores.get(checkpoint.id) ?? null }),
    );
  });
