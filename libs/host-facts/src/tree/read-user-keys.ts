import { type Fact, known, type TreeFacts, unknown } from '@godwit/domain/facts';
import { isGone, readText, reasonOf } from '../procfs/read-text.ts';

type UserKeys = Extract<NonNullable<TreeFacts['userKeys']>, { known: true }>['value'];

/** Columns of /proc/keys (keyrings(7)): id, flags, usage, expiry, permissions, uid, gid, type, description. */
const keyForm = /^[0-9a-f]+ +(\S+) +\d+ +\S+ +[0-9a-f]+ +(-?\d+) +-?\d+ +(\S+) +/;

/** Keys of the given users that carry something: no keyrings, none that is dead, revoked or still being made. */
export const parseUserKeys = (text: string, uids: ReadonlySet<number>): UserKeys => {
  const counts = new Map<string, UserKeys[number]>();
  for (const line of text.split('\n')) {
    const [, flags = '', owner = '', type = ''] = keyForm.exec(line) ?? [];
    const uid = Number(owner);
    // Keys the kernel keeps for itself are outside of any user's quota (flag Q).
    if (type === '' || type === 'keyring' || !uids.has(uid) || !/^I..Q/.test(flags)) continue;
    if (/[RD]/.test(flags)) continue;
    const key = `${uid} ${type}`;
    counts.set(key, { uid, type, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
};

/** Keys of the tree's users, as far as this process may see them. A kernel without keyrings has none. */
export const readUserKeys = (uids: ReadonlySet<number>): Fact<UserKeys> => {
  try {
    return known(parseUserKeys(readText('/proc/keys'), uids));
  } catch (error) {
    return isGone(error) ? known([]) : unknown(reasonOf(error, '/proc/keys'));
  }
};
