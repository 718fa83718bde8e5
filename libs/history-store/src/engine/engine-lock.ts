import pg from 'pg';

/** Of all servers on one database only the holder of this lock runs runs. */
const engineLock = 47_470_001;

export interface EngineTerm {
  /** Higher than that of every server before; sent on each command. */
  epoch: number;
  /** Resolves when the connection that holds the lock is gone. */
  lost: Promise<void>;
  release: () => Promise<void>;
}

/** Takes the engine's lock and raises the epoch; null while another server holds it. */
export const takeEngineLock = async (url: string, holder: string): Promise<EngineTerm | null> => {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  const lost = new Promise<void>((resolve) => {
    // A connection may fail more than once on its way out, and an error nobody listens to would end the process.
    client.on('error', () => resolve());
    client.once('end', () => resolve());
  });
  await client.connect();
  const epoch = await claimTerm(client, holder).catch(async (error: unknown) => {
    await client.end();
    throw error;
  });
  if (epoch !== null) return { epoch, lost, release: () => client.end() };
  await client.end();
  return null;
};

const claimTerm = async (client: pg.Client, holder: string): Promise<number | null> => {
  const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [engineLock]);
  if (!rows[0]?.held) return null;
  const term = await client.query<{ epoch: number }>(
    'UPDATE engine_term SET epoch = epoch + 1, holder = $1, taken_at = now() WHERE id = 1 RETURNING epoch',
    [holder],
  );
  return term.rows[0]?.epoch ?? null;
};
