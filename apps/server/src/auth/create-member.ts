import { randomUUID } from 'node:crypto';
import { GodwitError } from '@godwit/domain/errors';
import { createUser, type Database, findUserByEmail } from '@godwit/history-store';
import { hashPassword } from 'better-auth/crypto';
import type { Role } from '../policies/roles.ts';

export interface NewMember {
  email: string;
  name: string;
  password: string;
  role: Role;
}

/** Hashing takes a tenth of a second, so it is done before the transaction. */
export const hashMemberPassword = (password: string): Promise<string> => hashPassword(password);

/** Adds a person who can sign in from now on. Throws `input-invalid` when the e-mail address is taken. */
export const createMember = async (
  database: Database,
  { email, name, passwordHash, role }: Omit<NewMember, 'password'> & { passwordHash: string },
): Promise<string> => {
  if (await findUserByEmail(database, email)) {
    throw new GodwitError({
      code: 'input-invalid',
      message: `Somebody with the address ${email} is a member already.`,
      remedy: 'Sign in, or use another address.',
    });
  }
  const id = randomUUID();
  await createUser(database, { id, email, name, role, passwordHash, accountId: randomUUID() });
  return id;
};
