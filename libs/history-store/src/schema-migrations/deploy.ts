import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Prisma's own advisory lock: `prisma migrate` and we never work on one database at once. */
const schemaMigrationLock = 72_707_369;

const bookkeepingTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Applies the schema migrations of a folder that the database does not have yet, and gives their names. Keeps the books
 * of `prisma migrate deploy` (table, checksum, lock), without its command or engine.
 * Throws when one failed before, or was edited after it was applied.
 */
export const deploy = async (url: string, folder: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [schemaMigrationLock]);
    await client.query(bookkeepingTable);
    return await applyMissing(client, folder);
  } finally {
    await client.end();
  }
};

const applyMissing = async (client: pg.Client, folder: string): Promise<string[]> => {
  const applied = await listApplied(client);
  const done: string[] = [];
  for (const name of await listFolders(folder)) {
    const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = applied.get(name);
    if (before !== undefined) refuseEdited(before, checksum);
    else done.push(await applyOne(client, { name, sql, checksum }));
  }
  return done;
};

const listApplied = async (client: pg.Client): Promise<Map<string, Applied>> => {
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const failed = rows.find(({ finished_at }) => finished_at === null);
  if (failed === undefined) return new Map(rows.map((row) => [row.migration_name, row]));
  throw new Error(
    `The schema migration ${failed.migration_name} failed before. Mend the database, delete its row in _prisma_migrations, start again.`,
  );
};

const listFolders = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
};

const refuseEdited = ({ migration_name, checksum }: Applied, found: string): void => {
  if (checksum === found) return;
  throw new Error(
    `The schema migration ${migration_name} was edited after it was applied. Put its file back as it was.`,
  );
};

const applyOne = async (
  client: pg.Client,
  { name, sql, checksum }: { name: string; sql: string; checksum: string },
): Promise<string> => {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (error) {
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, String(error)]);
    throw error;
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
  return name;
};
