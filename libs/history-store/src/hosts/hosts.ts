import type { Database } from '../connection/database.ts';
import type { Host } from '../generated/client.ts';
import { lockChanges, markHostChanged } from '../live/changes.ts';

export type HostRecord = Host;

export interface NewHost {
  id: string;
  name: string;
  credentialHash: string;
  agentVersion: string;
}

export const createHost = async (database: Database, host: NewHost): Promise<void> => {
  await lockChanges(database);
  await database.host.create({ data: host });
  await database.agentMessageCursor.create({ data: { hostId: host.id } });
  await markHostChanged(database, host.id);
};

/** A host that joins again under its name gets a new credential; the old one is worth nothing from then on. */
export const renewHost = async (database: Database, host: NewHost): Promise<void> => {
  const { id, credentialHash, agentVersion } = host;
  await lockChanges(database);
  await database.host.update({ where: { id }, data: { credentialHash, agentVersion, revokedAt: null } });
  await markHostChanged(database, id);
};

export const findHost = (database: Database, id: string): Promise<HostRecord | null> =>
  database.host.findUnique({ where: { id } });

export const findHostByName = (database: Database, name: string): Promise<HostRecord | null> =>
  database.host.findUnique({ where: { name } });

export const listHosts = (database: Database): Promise<HostRecord[]> =>
  database.host.findMany({ orderBy: { name: 'asc' } });

/** How many runs may work on the host at once from now on; those that work go on. */
export const limitHost = async (database: Database, id: string, parallelRuns: number): Promise<void> => {
  await lockChanges(database);
  await database.host.update({ where: { id }, data: { parallelRuns } });
  await markHostChanged(database, id);
};

export const revokeHost = async (database: Database, id: string, now: Date): Promise<void> => {
  await lockChanges(database);
  await database.host.update({ where: { id }, data: { revokedAt: now, connection: 'lost' } });
  await markHostChanged(database, id);
};
