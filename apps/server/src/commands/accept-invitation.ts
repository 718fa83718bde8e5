import { GodwitError } from '@godwit/domain/errors';
import { findOpenInvitation, recordAudit, type Store, spendInvitation } from '@godwit/history-store';
import { createMember, hashMemberPassword } from '../auth/create-member.ts';
import { roles } from '../policies/roles.ts';
import { hashSecret } from '../state/secrets.ts';

/** Makes the account an invitation offers. Throws `token-invalid` when it cannot be used any more. */
export const acceptInvitation = async (
  store: Store,
  { secret, name, password }: { secret: string; name: string; password: string },
  now: Date,
): Promise<void> => {
  const passwordHash = await hashMemberPassword(password);
  await store.inTransaction(async (database) => {
    const found = await findOpenInvitation(database, { secretHash: hashSecret(secret), purpose: 'member', now });
    if (found === null || found.email === null || !(await spendInvitation(database, found.id, now)))
      throw invitationSpent();
    const role = roles.find((known) => known === found.role) ?? 'viewer';
    const { email } = found;
    const id = await createMember(database, { email, name, passwordHash, role });
    await recordAudit(database, {
      actorId: id,
      actor: email,
      via: 'session',
      action: 'member.created',
      object: email,
      detail: { role },
    });
  });
};

export const invitationSpent = (): GodwitError =>
  new GodwitError({
    code: 'token-invalid',
    message: 'The invitation is unknown, too old, or was used.',
    remedy: 'Ask an administrator for a new one.',
  });
