import type { Retention } from '@godwit/domain/checkpoints';
import { recordAudit, type Store, storeRetention, wake } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { asActor, callerName } from './actor.ts';

/** Sets how long kept checkpoints stay. What falls under it goes within a minute. */
export const setRetention = (store: Store, retention: Retention, { caller, now }: { caller: Caller; now: Date }) =>
  store.inTransaction(async (database) => {
    await storeRetention(database, { retention, changedBy: callerName(caller), now });
    const detail = Object.fromEntries(
      Object.entries(retention).map(([name, limit]) => [name, String(limit ?? 'none')]),
    );
    await recordAudit(database, { ...asActor(caller), action: 'retention.set', object: 'checkpoints', detail });
    await wake(database, { about: 'everything' });
  });
