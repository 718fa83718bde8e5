import { type Retention, unlimited } from '@godwit/domain/checkpoints';
import type { Database } from '../connection/database.ts';

const onlyRow = 1;

export interface StoredRetention extends Retention {
  /** Who set it last; null while nobody has. */
  changedBy: string | null;
}

/** How long kept checkpoints stay; for ever while nobody said otherwise. */
export const readRetention = async (database: Database): Promise<StoredRetention> => {
  const row = await database.checkpointRetention.findUnique({ where: { id: onlyRow } });
  if (row === null) return { ...unlimited, changedBy: null };
  const { perWorkload, days, bytesPerHost, changedBy } = row;
  return { perWorkload, days, bytesPerHost, changedBy };
};

export const storeRetention = async (
  database: Database,
  { retention, changedBy, now }: { retention: Retention; changedBy: string; now: Date },
): Promise<void> => {
  const { perWorkload, days, bytesPerHost } = retention;
  const data = { perWorkload, days, bytesPerHost, changedBy, changedAt: now };
  await database.checkpointRetention.upsert({ where: { id: onlyRow }, create: { id: onlyRow, ...data }, update: data });
};
