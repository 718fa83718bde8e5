import type { Database } from '../connection/database.ts';
import type { User } from '../generated/client.ts';

export type UserRecord = User;

export interface NewUser {
  id: string;
  email: string;
  name: string;
  role: string;
  /** As better-auth hashes it. */
  passwordHash: string;
  accountId: string;
}

/** Only one first administrator is ever made: whoever counts users for that holds this lock until the transaction ends. */
const firstUserLock = 47_470_003;

export const countUsers = (database: Database): Promise<number> => database.user.count();

/** Like countUsers, and keeps every other transaction that asks the same waiting until this one ends. */
export const countUsersExclusively = async (database: Database): Promise<number> => {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${firstUserLock})`;
  return database.user.count();
};

/** A person who signs in with a password; the shape of better-auth's credential account. */
export const createUser = async (database: Database, user: NewUser): Promise<void> => {
  const { id, email, name, role, passwordHash, accountId } = user;
  await database.user.create({ data: { id, email: email.toLowerCase(), name, role, emailVerified: true } });
  await database.account.create({
    data: { id: accountId, accountId: id, providerId: 'credential', userId: id, password: passwordHash },
  });
};

export const findUser = (database: Database, id: string): Promise<UserRecord | null> =>
  database.user.findUnique({ where: { id } });

export const findUserByEmail = (database: Database, email: string): Promise<UserRecord | null> =>
  database.user.findUnique({ where: { email: email.toLowerCase() } });

export const listUsers = (database: Database): Promise<UserRecord[]> =>
  database.user.findMany({ orderBy: { email: 'asc' } });

export const countAdmins = async (database: Database): Promise<number> => {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${firstUserLock})`;
  return database.user.count({ where: { role: 'admin' } });
};

export const setUserRole = async (database: Database, id: string, role: string): Promise<void> => {
  await database.user.update({ where: { id }, data: { role, updatedAt: new Date() } });
};
