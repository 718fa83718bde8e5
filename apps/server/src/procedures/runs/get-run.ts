import { findRun, listEvents } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { presentRun } from '../../presenters/present-run.ts';
import { readHostNames } from '../../queries/host-names.ts';
import { viewerProcedure } from '../trpc.ts';
import { getRunInput, getRunOutput } from './get-run.schema.ts';

/** A run with all of its events. */
export const getRun = viewerProcedure
  .input(getRunInput)
  .output(getRunOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const run = required(await findRun(database, input.runId), 'run');
    const events = await listEvents(database, { runId: run.id, after: 0n });
    return presentRun(run, events, await readHostNames(database));
  });
