import { type Database, lockCursor, moveCursor, recordAudit } from '@godwit/history-store';

/**
 * Gives the last number stored for a host that connects. Its spool may start behind a gap that nobody can fill any more,
 * after this database was put back to an older state: then the gap is noted and passed over.
 */
export const alignNumbers = async (
  database: Database,
  host: { id: string; name: string },
  oldestSpooled: number,
): Promise<number> => {
  const last = await lockCursor(database, host.id);
  if (oldestSpooled <= last + 1) return last;
  await moveCursor(database, host.id, oldestSpooled - 1);
  await recordAudit(database, {
    actorId: host.id,
    actor: host.name,
    via: 'agent',
    action: 'messages.lost',
    object: host.name,
    detail: { from: String(last + 1), to: String(oldestSpooled - 1) },
  });
  return oldestSpooled - 1;
};
