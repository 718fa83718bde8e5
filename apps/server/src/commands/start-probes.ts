import { randomUUID } from 'node:crypto';
import { findHost, recordAudit, type Store } from '@godwit/history-store';
import type { AgentLink } from '../agent-gateway/agent-link.ts';
import type { Caller } from '../procedures/context.ts';
import { asActor } from './actor.ts';
import { required } from './not-found.ts';

interface Parts {
  store: Store;
  agents: AgentLink;
}

/** Has a host probed. Gives the id of the set: a new one, or the one that runs there already. */
export const startProbes = async ({ store, agents }: Parts, hostId: string, caller: Caller): Promise<string> => {
  const host = required(await findHost(store.database, hostId), 'host');
  const { setId } = await agents.call(host.id, 'run-probes', { setId: randomUUID() });
  await recordAudit(store.database, { ...asActor(caller), action: 'probes.started', object: host.name });
  return setId;
};

/** Ends the set that runs on a host. @returns false when there is none */
export const cancelProbes = async ({ store, agents }: Parts, hostId: string, caller: Caller): Promise<boolean> => {
  const host = required(await findHost(store.database, hostId), 'host');
  const { cancelled } = await agents.call(host.id, 'cancel-probes', {});
  if (cancelled)
    await recordAudit(store.database, { ...asActor(caller), action: 'probes.cancelled', object: host.name });
  return cancelled;
};
