import { findRun, listEvents } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { presentRun } from '../../presenters/present-run.ts';
import { readHostNames } from '../../queries/host-names.ts';
import { readRehearsalEvidence } from '../../queries/read-rehearsal-evidence.ts';
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
    const hostName = await readHostNames(database);
    const rehearsal = run.kind === 'move' ? await readRehearsalEvidence(database, { ...run, hostName }) : null;
    return presentRun({ run, events, hostName, rehearsal });
  });
