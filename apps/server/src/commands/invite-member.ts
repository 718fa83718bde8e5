import { randomUUID } from 'node:crypto';
import { GodwitError } from '@godwit/domain/errors';
import { createInvitation, findUserByEmail, recordAudit } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import type { Role } from '../policies/roles.ts';
import type { Caller } from '../procedures/context.ts';
import { hashSecret, makeSecret } from '../state/secrets.ts';
import { asActor, callerName } from './actor.ts';

const validMs = 7 * 24 * 3600 * 1000;

interface Offer {
  email: string;
  role: Role;
  caller: Caller;
}

/** A link that makes an account for this address, once. Throws `input-invalid` when there is one already. */
export const inviteMember = async (
  { store, settings, now }: Pick<ServerParts, 'store' | 'settings' | 'now'>,
  { email, role, caller }: Offer,
): Promise<{ link: string; expiresAt: Date }> => {
  const secret = makeSecret();
  const expiresAt = new Date(now().getTime() + validMs);
  await store.inTransaction(async (database) => {
    if (await findUserByEmail(database, email)) throw memberAlready(email);
    await createInvitation(database, {
      id: randomUUID(),
      secretHash: hashSecret(secret),
      purpose: 'member',
      email,
      role,
      createdBy: callerName(caller),
      expiresAt,
    });
    await recordAudit(database, { ...asActor(caller), action: 'member.invited', object: email, detail: { role } });
  });
  return { link: `${settings.publicUrl}/invitation?secret=${secret}`, expiresAt };
};

const memberAlready = (email: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `${email} is a member already.`,
    remedy: 'Change the role instead.',
  });
