import pg from 'pg';
import { connectionSettings } from './connection-settings.mjs';

const prismaCodes = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' };

/**
 * `schema-engine cli ...`: whether the database answers, make it, drop it.
 *
 * @returns {Promise<number>} exit code; the reason of a failure is on stderr in the engine's own log format
 */
export async function runDatabaseCommand(command, url) {
  try {
    await commands[command](url);
    return 0;
  } catch (error) {
    reportFailure(prismaCodes[error.code] ?? 'P1001', error.message);
    return 1;
  }
}

const commands = {
  'can-connect-to-database': (url) => withClient(connectionSettings(url), () => undefined),
  'create-database': (url) => withMaintenance(url, (client, name) => client.query(`CREATE DATABASE ${name}`)),
  'drop-database': (url) =>
    withMaintenance(url, (client, name) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
};

/** Connects to the maintenance database of the same server and gives the wanted database's quoted name. */
export function withMaintenance(url, work) {
  const settings = connectionSettings(url);
  return withClient({ ...settings, database: 'postgres' }, (client) =>
    work(client, client.escapeIdentifier(settings.database)),
  );
}

async function withClient(settings, work) {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

// Prisma reads line 1 as anything and then one JSON object per line, without a newline at the end.
function reportFailure(code, message) {
  const fields = { is_panic: false, error_code: code, message, meta: {} };
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' };
  process.stderr.write(`schema engine\n${JSON.stringify(line)}`);
}
