import { pagePreflights } from '../../queries/page-history.ts';
import { viewerProcedure } from '../trpc.ts';
import { listPreflightsInput, listPreflightsOutput } from './list-preflights.schema.ts';

export const listPreflights = viewerProcedure
  .input(listPreflightsInput)
  .output(listPreflightsOutput)
  .query(({ ctx, input: { cursor, limit, ...filters } }) =>
    pagePreflights(ctx.store.database, { filters, cursor, limit }),
  );
