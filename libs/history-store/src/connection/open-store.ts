import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client.ts';
import type { Database } from './database.ts';

export interface Store {
  /** For every read, and for writes that stand alone. */
  database: Database;
  /** The same connections for better-auth's Prisma adapter, which looks its models up by name. */
  authModels: object;
  /** Work whose writes belong together; they all happen, or none. */
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
    inTransaction: (work) => client.$transaction((database) => work(database), { maxWait: 10_000, timeout: 20_000 }),
    close: () => client.$disconnect(),
  };
};
