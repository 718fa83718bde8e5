import { listWorkloads as list } from '@godwit/history-store';
import { summariseWorkloads } from '../../queries/summarise-workloads.ts';
import { viewerProcedure } from '../trpc.ts';
import { listWorkloadsInput, listWorkloadsOutput } from './list-workloads.schema.ts';

export const listWorkloads = viewerProcedure
  .input(listWorkloadsInput)
  .output(listWorkloadsOutput)
  .query(async ({ ctx, input }) =>
    summariseWorkloads(ctx.store.database, await list(ctx.store.database, input), ctx.caller.role),
  );
