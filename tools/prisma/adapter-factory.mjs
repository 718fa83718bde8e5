import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { markCatalogCharacters, teachCatalogCharacters } from './catalog-characters.mjs';
import { connectionSettings, schemaOption } from './connection-settings.mjs';
import { withMaintenance } from './database-commands.mjs';
import { sendScriptsWhole } from './whole-scripts.mjs';

/** What the engine connects through; undefined when the command needs no database. */
export function makeAdapterFactory(url) {
  if (!url) return undefined;
  teachCatalogCharacters();
  const factory = new PrismaPg(connectionSettings(url), schemaOption(url));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => mend(await connect());
  factory.connectToShadowDb = () => connectToShadow(url);
  return bindMigrationAwareSqlAdapterFactory(factory);
}

const mend = (connection) => sendScriptsWhole(markCatalogCharacters(connection));

// The adapter's own version connects to the real database and drops the shadow before it closes its connections.
async function connectToShadow(url) {
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  await withMaintenance(url, (client) => client.query(`CREATE DATABASE "${database}"`));
  const connection = await new PrismaPg({ ...connectionSettings(url), database }).connect();
  const dispose = connection.dispose.bind(connection);
  connection.dispose = async () => {
    await dispose();
    await withMaintenance(url, (client) => client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`));
  };
  return mend(connection);
}
