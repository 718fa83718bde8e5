import type { Database } from '../connection/database.ts';

/** The highest message number stored for a host. */
export const readCursor = async (database: Database, hostId: string): Promise<number> => {
  const cursor = await database.agentMessageCursor.findUnique({ where: { hostId } });
  return Number(cursor?.lastNumber ?? 0n);
};

/** The same, and nobody else may store a message of this host until the transaction ends. */
export const lockCursor = async (database: Database, hostId: string): Promise<number> => {
  const rows = await database.$queryRaw<{ last_number: bigint }[]>`
    SELECT last_number FROM agent_message_cursors WHERE host_id = ${hostId}::uuid FOR UPDATE`;
  return Number(rows[0]?.last_number ?? 0n);
};

export const moveCursor = async (database: Database, hostId: string, lastNumber: number): Promise<void> => {
  await database.agentMessageCursor.update({
    where: { hostId },
    data: { lastNumber: BigInt(lastNumber), updatedAt: new Date() },
  });
};
