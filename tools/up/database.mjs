import { createDatabase } from '../postgres/create-database.mjs';
import { startPostgres } from '../postgres/start-postgres.mjs';
import { identifyProcess } from './instance-record.mjs';
import { keepRunning } from './keep-running.mjs';

const databaseName = 'godwit';

/**
 * The database of the portal: the one named in DATABASE_URL, else a Postgres of our own that we keep running.
 *
 * @param {{ databaseUrl?: string, folder: string, user?: object, note: (line: string) => void }} options
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startDatabase({ databaseUrl, folder, user, note }) {
  if (databaseUrl) return { url: databaseUrl, stop: async () => undefined };
  let postgres;
  const start = async () => {
    postgres = await startPostgres({ folder, user });
    return identifyProcess(postgres.pid);
  };
  const kept = await keepRunning({ name: 'Postgres', start, note, end: () => postgres.stop() });
  await createDatabase(postgres.url('postgres'), databaseName);
  return { url: postgres.url(databaseName), stop: kept.stop };
}
