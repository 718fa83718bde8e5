import { pageRuns } from '../../queries/page-history.ts';
import { viewerProcedure } from '../trpc.ts';
import { listRunsInput, listRunsOutput } from './list-runs.schema.ts';

export const listRuns = viewerProcedure
  .input(listRunsInput)
  .output(listRunsOutput)
  .query(({ ctx, input: { cursor, limit, ...filters } }) => pageRuns(ctx.store.database, { filters, cursor, limit }));
