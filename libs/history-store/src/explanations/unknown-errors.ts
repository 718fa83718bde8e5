import { randomUUID } from 'node:crypto';
import type { Database } from '../connection/database.ts';
import type { UnknownError } from '../generated/client.ts';

export type UnknownErrorRecord = UnknownError;

export interface NewUnknownError {
  text: string;
  source: string | null;
  operation: string;
  criuVersion: string | null;
  kernel: string | null;
  keptBy: string;
  now: Date;
}

/** Beyond so many different errors the ones that were seen longest ago give way. */
const most = 1000;

/** Numbers and addresses differ from one process to the next; the error is the same. */
const patternOf = (text: string): string => text.replace(/0x[\da-f]+|\d+/gi, '#');

/** Keeps an error that no table knows; one that was kept before is counted. */
export const keepUnknownError = async (database: Database, error: NewUnknownError): Promise<UnknownErrorRecord> => {
  const { now, ...rest } = error;
  const pattern = patternOf(error.text);
  const kept = await database.unknownError.upsert({
    where: { pattern },
    create: { id: randomUUID(), pattern, ...rest, firstSeenAt: now, lastSeenAt: now },
    update: { times: { increment: 1 }, lastSeenAt: now, criuVersion: error.criuVersion, kernel: error.kernel },
  });
  await database.$executeRaw`
    DELETE FROM unknown_errors WHERE id IN (SELECT id FROM unknown_errors ORDER BY last_seen_at DESC OFFSET ${most})`;
  return kept;
};

/** The newest first. */
export const listUnknownErrors = (database: Database, limit: number): Promise<UnknownErrorRecord[]> =>
  database.unknownError.findMany({ orderBy: { lastSeenAt: 'desc' }, take: limit });
