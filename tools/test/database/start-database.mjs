import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDatabase } from '../../postgres/create-database.mjs';
import { startPostgres } from '../../postgres/start-postgres.mjs';
import { chooseServiceUser } from '../../process/service-user.mjs';
import { inRepository } from '../../workspace/root.mjs';

const templateName = 'template_godwit';
// A test database may be lost at a crash, so it need not wait for the disk.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
let stop;

/** One Postgres for all database tests, with a template that has every schema migration applied. */
export async function setup(project) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-test-'));
  chmodSync(folder, 0o711);
  const postgres = await startPostgres({ folder: path.join(folder, 'postgres'), user: chooseServiceUser(), settings });
  stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await createDatabase(postgres.url('postgres'), templateName);
  await applySchemaMigrations(postgres.url(templateName));
  project.provide('databaseAdminUrl', postgres.url('postgres'));
  project.provide('databaseTemplate', templateName);
}

export async function teardown() {
  await stop?.();
}

async function applySchemaMigrations(url) {
  const { deploy } = await import('../../../libs/history-store/src/schema-migrations/deploy.ts');
  await deploy(url, inRepository('prisma/migrations'));
}
