import { findHost, limitHost as limit, recordAudit, type Store } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { asActor } from './actor.ts';
import { required } from './not-found.ts';

/** Sets how many runs may work on a host at once. Runs that wait are looked at again; those that work are left alone. */
export const limitHost = (
  store: Store,
  { hostId, parallelRuns }: { hostId: string; parallelRuns: number },
  caller: Caller,
): Promise<void> =>
  store.inTransaction(async (database) => {
    const host = required(await findHost(database, hostId), 'host');
    const detail = { from: String(host.parallelRuns), to: String(parallelRuns) };
    await recordAudit(database, { ...asActor(caller), action: 'host.limited', object: host.name, detail });
    await limit(database, hostId, parallelRuns);
  });
