import { listActiveRuns as list } from '@godwit/history-store';
import { presentRunRow } from '../../presenters/present-run.ts';
import { readHostNames } from '../../queries/host-names.ts';
import { viewerProcedure } from '../trpc.ts';
import { listActiveRunsOutput } from './list-active-runs.schema.ts';

export const listActiveRuns = viewerProcedure.output(listActiveRunsOutput).query(async ({ ctx }) => {
  const hostName = await readHostNames(ctx.store.database);
  return (await list(ctx.store.database)).map((run) => presentRunRow(run, hostName));
});
