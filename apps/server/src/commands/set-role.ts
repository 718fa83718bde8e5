import { GodwitError } from '@godwit/domain/errors';
import { countAdmins, findUser, recordAudit, type Store, setUserRole } from '@godwit/history-store';
import type { Role } from '../policies/roles.ts';
import type { Caller } from '../procedures/context.ts';
import { asActor } from './actor.ts';
import { required } from './not-found.ts';

/** Gives a member another role. Throws `input-invalid` when nobody would be left to administer. */
export const setRole = (
  store: Store,
  { userId, role, caller }: { userId: string; role: Role; caller: Caller },
): Promise<void> =>
  store.inTransaction(async (database) => {
    const admins = await countAdmins(database);
    const user = required(await findUser(database, userId), 'member');
    if (user.role === 'admin' && role !== 'admin' && admins === 1) throw lastAdmin(user.email);
    await setUserRole(database, userId, role);
    const detail = { from: user.role, to: role };
    await recordAudit(database, { ...asActor(caller), action: 'member.role-changed', object: user.email, detail });
  });

const lastAdmin = (email: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `${email} is the only administrator, so nobody could administer this installation any more.`,
    remedy: 'Make somebody else an administrator first.',
  });
