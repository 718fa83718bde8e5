import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Makes a database if it is not there yet.
 *
 * @param {string} adminUrl connection to any database of the same server
 * @param {string} name the new database
 * @param {string} [template] an existing database to clone; nobody may be connected to it
 */
export async function createDatabase(adminUrl, name, template) {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const source = template ? ` TEMPLATE ${client.escapeIdentifier(template)}` : '';
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}${source}`);
  });
}

/** Drops a database together with whatever connection is still open to it. */
export async function dropDatabase(adminUrl, name) {
  await withClient(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** Whether a server answers a query at this address. */
export async function answersQueries(url) {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    await sleep(100);
    return false;
  }
}

// `pg` is loaded when it is needed: the entry scripts load this file before anything is installed.
async function withClient(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // Without a listener a server that goes away would end our process; the query in progress reports it anyway.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
