import type { Prisma } from '../generated/client.ts';

/** What every read and write function takes: the open store, or one transaction of it. Opaque to callers. */
export type Database = Prisma.TransactionClient;
