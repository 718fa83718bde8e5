import { randomUUID } from 'node:crypto';
import { countUsers, createInvitation, dropSetupLinks, type Store } from '@godwit/history-store';
import { hashSecret, makeSecret } from '../state/secrets.ts';

const validMs = 24 * 3600 * 1000;

/** A new one-time link for the first administrator, in place of any before; null when there is somebody already. */
export const offerSetupLink = async (store: Store, publicUrl: string, now: Date): Promise<string | null> => {
  const secret = makeSecret();
  const needed = await store.inTransaction(async (database) => {
    if ((await countUsers(database)) > 0) return false;
    await dropSetupLinks(database, now);
    await createInvitation(database, {
      id: randomUUID(),
      secretHash: hashSecret(secret),
      purpose: 'first-admin',
      email: null,
      role: 'admin',
      createdBy: 'server',
      expiresAt: new Date(now.getTime() + validMs),
    });
    return true;
  });
  return needed ? `${publicUrl}/setup?secret=${secret}` : null;
};
