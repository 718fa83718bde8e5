import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client.ts';
import type { Database } from './database.ts';

export interface Store {
  /** For every read, and for writes that stand alone. */
  database: Database;
  /** The same connections for better-auth's Prisma adapter, which looks its models up by name. */
  authModels: object;
  /** Work whose writes belong together: they all happen, or none. It may be done again, so it does nothing but read and write. */
  inTransaction: <T>(work: (database: Database) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Connects lazily to the database at `url`. Sessions run in UTC, whatever the server's default is. */
export const openStore = (url: string): Store => {
  const adapter = new PrismaPg({ connectionString: url, max: 10, options: '-c timezone=UTC' });
  const client = new PrismaClient({ adapter });
  return {
    database: client,
    authModels: client,
    inTransaction: (work) =>
      retryConflicts(() => client.$transaction((database) => work(database), { maxWait: 10_000, timeout: 20_000 })),
    close: () => client.$disconnect(),
  };
};

/** Postgres ends one of two transactions that wait for each other: 40P01 is a deadlock, 40001 a failed serialisation. */
const conflict = /40P01|40001|P2034/;
const tries = 5;

/** Nothing of the lost transaction remains, so it is simply done again. */
const retryConflicts = async <T>(transaction: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === tries || !isConflict(error)) throw error;
      await sleep(Math.random() * 20 * attempt);
    }
  }
};

const isConflict = (error: unknown): boolean =>
  error instanceof Error && conflict.test(`${'code' in error ? String(error.code) : ''} ${error.message}`);
