import { type Database, findHost } from '@godwit/history-store';

type Host = Awaited<ReturnType<typeof findHost>>;

/** Both hosts of a preflight. */
export const findHosts = async (
  database: Database,
  { sourceHostId, destinationHostId }: { sourceHostId: string; destinationHostId: string | null },
): Promise<{ source: Host; destination: Host }> => ({
  source: await findHost(database, sourceHostId),
  destination: destinationHostId === null ? null : await findHost(database, destinationHostId),
});
