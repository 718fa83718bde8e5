import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../connection/open-store.ts';
import { deploy } from './deploy.ts';
import { makePartitions } from './make-partitions.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const migrations = path.join(root, 'prisma/migrations');
const url = process.env.DATABASE_URL ?? '';
const run = promisify(execFile);

let store: Store;
let client: pg.Client;
beforeAll(async () => {
  store = openStore(url);
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await store.close();
  await client.end();
});

describe('the schema migrations', () => {
  const diff = (schema: string) =>
    run(
      process.execPath,
      [
        path.join(root, 'tools/prisma/run-prisma.mjs'),
        ...['migrate', 'diff', '--from-migrations', migrations, '--to-schema', schema, '--exit-code'],
      ],
      { cwd: root, env: { ...process.env, DATABASE_URL: url } },
    ).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );

  it('make exactly the schema that the code is generated from', async () => {
    const { code, stdout } = await diff(path.join(root, 'prisma/schema.prisma'));
    expect(stdout).toContain('No difference detected');
    expect(code).toBe(0);
  });

  it('are told apart from a schema that says something else', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'godwit-schema-'));
    const file = path.join(folder, 'schema.prisma');
    cpSync(path.join(root, 'prisma/schema.prisma'), file);
    writeFileSync(file, '\nmodel Extra {\n  id Int @id\n}\n', { flag: 'a' });
    const { code, stdout } = await diff(file);
    rmSync(folder, { recursive: true });
    expect(stdout).toContain('Extra');
    expect(code).toBe(2);
  });

  it('are applied once', async () => {
    expect(await deploy(url, migrations)).toEqual([]);
  });

  it('are refused when one was edited after it was applied', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'godwit-migrations-'));
    cpSync(migrations, folder, { recursive: true });
    writeFileSync(path.join(folder, '20261123090000_first_flight/migration.sql'), 'SELECT 1', { flag: 'a' });
    await expect(deploy(url, folder)).rejects.toThrow('was edited after it was applied');
    rmSync(folder, { recursive: true });
  });

  it('leave nothing half applied that is taken for done', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'godwit-migrations-'));
    cpSync(migrations, folder, { recursive: true });
    cpSync(path.join(folder, '20261123090000_first_flight'), path.join(folder, '20991231000000_broken'), {
      recursive: true,
    });
    await expect(deploy(url, folder)).rejects.toThrow('already exists');
    await expect(deploy(url, migrations)).rejects.toThrow('20991231000000_broken failed before');
    await client.query("DELETE FROM _prisma_migrations WHERE migration_name = '20991231000000_broken'");
    rmSync(folder, { recursive: true });
  });
});

describe('partitions', () => {
  const october = new Date('2031-10-15T12:00:00Z');

  it('are made by month and ahead, once', async () => {
    expect(await makePartitions(store.database, { now: october, monthsAhead: 2 })).toBe(9);
    expect(await makePartitions(store.database, { now: october, monthsAhead: 2 })).toBe(0);
  });

  it('take over the rows that came before they were made', async () => {
    const at = '2032-03-31T23:59:59.999Z';
    await client.query(
      `INSERT INTO run_events (run_id, created_at, data) VALUES (gen_random_uuid(), $1, '{"n":1}'), (gen_random_uuid(), '2032-04-01T00:00:00Z', '{"n":2}')`,
      [at],
    );
    await makePartitions(store.database, { now: new Date('2032-03-01T00:00:00Z'), monthsAhead: 0 });
    const { rows } = await client.query(
      `SELECT tableoid::regclass::text AS part, data->>'n' AS n FROM run_events WHERE created_at >= '2032-01-01' ORDER BY n`,
    );
    expect(rows).toEqual([
      { part: 'run_events_2032_03', n: '1' },
      { part: 'run_events_default', n: '2' },
    ]);
  });
});

describe('the audit', () => {
  it('takes lines and never gives one back', async () => {
    await client.query(
      "INSERT INTO audit_events (actor_id, actor, via, action, object) VALUES ('1', 'a', 'server', 'x.done', 'y')",
    );
    await expect(client.query("UPDATE audit_events SET actor = 'b'")).rejects.toThrow('append-only');
    await expect(client.query('DELETE FROM audit_events')).rejects.toThrow('append-only');
    await expect(client.query('TRUNCATE audit_events')).rejects.toThrow('append-only');
  });
});
