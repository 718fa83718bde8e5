import { listHosts as list } from '@godwit/history-store';
import { summariseHosts } from '../../queries/summarise-hosts.ts';
import { viewerProcedure } from '../trpc.ts';
import { listHostsOutput } from './list-hosts.schema.ts';

export const listHosts = viewerProcedure
  .output(listHostsOutput)
  .query(async ({ ctx }) => summariseHosts(ctx.store.database, await list(ctx.store.database), ctx.now()));
