import { GodwitError } from '@godwit/domain/errors';
import {
  countUsersExclusively,
  dropSetupLinks,
  findOpenInvitation,
  recordAudit,
  type Store,
  spendInvitation,
} from '@godwit/history-store';
import { createMember, hashMemberPassword, type NewMember } from '../auth/create-member.ts';
import { hashSecret } from '../state/secrets.ts';

type FirstAdmin = Omit<NewMember, 'role'>;

/** Makes the first administrator out of a set-up link. Throws `token-invalid` when there is one already, or the link is spent. */
export const createFirstAdmin = async (
  store: Store,
  { secret, ...admin }: FirstAdmin & { secret: string },
  now: Date,
): Promise<void> => {
  const passwordHash = await hashMemberPassword(admin.password);
  await store.inTransaction(async (database) => {
    if ((await countUsersExclusively(database)) > 0) throw setupDone();
    const link = await findOpenInvitation(database, { secretHash: hashSecret(secret), purpose: 'first-admin', now });
    if (link === null || !(await spendInvitation(database, link.id, now))) throw linkSpent();
    await dropSetupLinks(database, now);
    const id = await createMember(database, { ...admin, passwordHash, role: 'admin' });
    await recordAudit(database, {
      actorId: id,
      actor: admin.email,
      via: 'session',
      action: 'member.created',
      object: admin.email,
      detail: { role: 'admin' },
    });
  });
};

/** Makes the administrator that the environment names, unless there is somebody already. Gives whether it did. */
export const seedAdmin = async (
  store: Store,
  { email, password }: { email: string; password: string },
): Promise<boolean> => {
  const passwordHash = await hashMemberPassword(password);
  return store.inTransaction(async (database) => {
    if ((await countUsersExclusively(database)) > 0) return false;
    await createMember(database, { email, name: email.split('@')[0] ?? email, passwordHash, role: 'admin' });
    await recordAudit(database, {
      actorId: 'server',
      actor: 'Godwit',
      via: 'server',
      action: 'member.created',
      object: email,
      detail: { role: 'admin' },
    });
    return true;
  });
};

const setupDone = (): GodwitError =>
  new GodwitError({
    code: 'token-invalid',
    message: 'This installation has its first administrator already, so the set-up link is worth nothing any more.',
    remedy: 'Sign in, or ask an administrator for an invitation.',
  });

const linkSpent = (): GodwitError =>
  new GodwitError({
    code: 'token-invalid',
    message: 'The set-up link is unknown, too old, or was used.',
    remedy: 'Start the server again, or run its setup-link command: it prints a new link.',
  });
