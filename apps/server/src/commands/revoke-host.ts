import { GodwitError } from '@godwit/domain/errors';
import { findHost, listActiveRuns, recordAudit, revokeHost as revoke } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import { runInProgress } from '../policies/may-start-run.ts';
import type { Caller } from '../procedures/context.ts';
import { asActor } from './actor.ts';
import { required } from './not-found.ts';

type Parts = Pick<ServerParts, 'store' | 'agents' | 'now'>;

/** Revokes a host. Refused while a run needs it: a frozen source must stay within reach. */
export const revokeHost = async (
  { store, agents, now }: Parts,
  { hostId, confirmName }: { hostId: string; confirmName: string },
  caller: Caller,
): Promise<void> => {
  await store.inTransaction(async (database) => {
    const host = required(await findHost(database, hostId), 'host');
    if (confirmName.trim() !== host.name) throw wrongName(host.name);
    const runs = await listActiveRuns(database);
    const busy = runs.find(
      ({ sourceHostId, destinationHostId }) => sourceHostId === hostId || destinationHostId === hostId,
    );
    if (busy !== undefined) throw new GodwitError(runInProgress(busy.workloadName));
    await revoke(database, hostId, now());
    await recordAudit(database, { ...asActor(caller), action: 'host.revoked', object: host.name });
  });
  agents.disconnect(hostId);
};

const wrongName = (wanted: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `The name typed is not "${wanted}", so nothing was done.`,
    remedy: `Type ${wanted} to say that you mean exactly this host.`,
  });
