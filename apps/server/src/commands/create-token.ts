import { randomUUID } from 'node:crypto';
import { createApiToken, recordAudit, type Store } from '@godwit/history-store';
import { makeApiToken } from '../auth/api-token.ts';
import type { Role } from '../policies/roles.ts';
import type { Caller } from '../procedures/context.ts';
import { hashSecret } from '../state/secrets.ts';
import { asActor, callerName } from './actor.ts';

interface TokenWish {
  name: string;
  role: Role;
  expiresInDays: number;
  caller: Caller;
  now: Date;
}

/** Makes an API token; only its hash is kept. */
export const createToken = async (store: Store, wish: TokenWish): Promise<{ id: string; token: string }> => {
  const { name, role, expiresInDays, caller, now } = wish;
  const token = makeApiToken();
  const id = randomUUID();
  const expiresAt = new Date(now.getTime() + expiresInDays * 24 * 3600 * 1000);
  await store.inTransaction(async (database) => {
    await createApiToken(database, {
      id,
      name,
      tokenHash: hashSecret(token),
      role,
      createdBy: callerName(caller),
      expiresAt,
    });
    const detail = { role, expiresAt: expiresAt.toISOString() };
    await recordAudit(database, { ...asActor(caller), action: 'token.created', object: name, detail });
  });
  return { id, token };
};
