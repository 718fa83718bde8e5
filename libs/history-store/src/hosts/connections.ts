import type { Database } from '../connection/database.ts';
import { lockChanges, markHostChanged } from '../live/changes.ts';

/** An agent has connected with its credential. */
export const recordConnected = async (
  database: Database,
  host: { id: string; bootId: string; agentVersion: string; now: Date },
): Promise<void> => {
  const { id, bootId, agentVersion, now } = host;
  await lockChanges(database);
  await database.host.update({
    where: { id },
    data: { bootId, agentVersion, lastSeenAt: now, connection: 'connected' },
  });
  await markHostChanged(database, id);
};

/** A sign of life. Pages hear of it only when the host had been taken for lost. */
export const recordSeen = async (database: Database, id: string, now: Date): Promise<void> => {
  const { count } = await database.host.updateMany({
    where: { id, connection: 'connected' },
    data: { lastSeenAt: now },
  });
  if (count > 0) return;
  await lockChanges(database);
  await database.host.update({ where: { id }, data: { lastSeenAt: now, connection: 'connected' } });
  await markHostChanged(database, id);
};

/** Marks every host that gave no sign of life since `before` as lost, and gives their ids. */
export const markLostHosts = async (database: Database, before: Date): Promise<string[]> => {
  const lost = await database.host.findMany({
    where: { connection: 'connected', lastSeenAt: { lt: before } },
    select: { id: true },
  });
  if (lost.length > 0) await lockChanges(database);
  for (const { id } of lost) {
    const { count } = await database.host.updateMany({
      where: { id, connection: 'connected', lastSeenAt: { lt: before } },
      data: { connection: 'lost' },
    });
    if (count > 0) await markHostChanged(database, id);
  }
  return lost.map(({ id }) => id);
};
