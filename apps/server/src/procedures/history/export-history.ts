import { pagePreflights, pageRuns } from '../../queries/page-history.ts';
import { viewerProcedure } from '../trpc.ts';
import { exportHistoryInput, exportHistoryOutput } from './export-history.schema.ts';

const mostItems = 5000;

/** The history as a JSON document. */
export const exportHistory = viewerProcedure
  .input(exportHistoryInput)
  .output(exportHistoryOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const { items } =
      input.what === 'runs'
        ? await pageRuns(database, { filters: input.filters, limit: mostItems })
        : await pagePreflights(database, { filters: input.filters, limit: mostItems });
    return { json: JSON.stringify({ version: 1, what: input.what, filters: input.filters, items }, null, 2) };
  });
