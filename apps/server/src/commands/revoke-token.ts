import { recordAudit, revokeApiToken, type Store } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { asActor } from './actor.ts';
import { required } from './not-found.ts';

/** Ends an API token. Throws `not-found` when there is none such, or it was revoked before. */
export const revokeToken = (
  store: Store,
  { id, caller, now }: { id: string; caller: Caller; now: Date },
): Promise<void> =>
  store.inTransaction(async (database) => {
    const { name } = required(await revokeApiToken(database, id, now), 'token');
    await recordAudit(database, { ...asActor(caller), action: 'token.revoked', object: name });
  });
