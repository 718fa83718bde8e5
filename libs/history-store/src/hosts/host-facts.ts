import { type HostFacts, hostFactsSchema } from '@godwit/domain/facts';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import { markHostChanged } from '../live/changes.ts';

export interface HostFactsRecord {
  facts: HostFacts;
  readAt: Date;
}

export const storeHostFacts = async (
  database: Database,
  { hostId, facts, readAt }: { hostId: string; facts: HostFacts; readAt: Date },
): Promise<void> => {
  await database.hostFacts.create({ data: { hostId, readAt, facts: asJson(facts) } });
  await markHostChanged(database, hostId);
};

/** The newest facts of every host that has any. Facts of a format this code does not read are left out. */
export const latestHostFacts = async (
  database: Database,
  hostIds?: string[],
): Promise<Map<string, HostFactsRecord>> => {
  const rows = await database.hostFacts.findMany({
    ...(hostIds === undefined ? {} : { where: { hostId: { in: hostIds } } }),
    distinct: ['hostId'],
    orderBy: [{ hostId: 'asc' }, { id: 'desc' }],
  });
  const found = new Map<string, HostFactsRecord>();
  for (const { hostId, facts, readAt } of rows) {
    const parsed = hostFactsSchema.safeParse(facts);
    if (parsed.success) found.set(hostId, { facts: parsed.data, readAt });
  }
  return found;
};
