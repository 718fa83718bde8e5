import { findHost, latestHostFacts } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { hostRemedy } from '../../presenters/host-remedy.ts';
import { presentTimeOrNull } from '../../presenters/present-time.ts';
import { summariseHosts } from '../../queries/summarise-hosts.ts';
import { viewerProcedure } from '../trpc.ts';
import { getHostInput, getHostOutput } from './get-host.schema.ts';

export const getHost = viewerProcedure
  .input(getHostInput)
  .output(getHostOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const host = required(await findHost(database, input.hostId), 'host');
    const read = (await latestHostFacts(database, [host.id])).get(host.id);
    const summary = required((await summariseHosts(database, [host], ctx.now()))[0], 'host');
    const facts = read?.facts ?? null;
    const factsReadAt = presentTimeOrNull(read?.readAt ?? null);
    return { ...summary, facts, factsReadAt, remedy: hostRemedy(summary, facts) };
  });
