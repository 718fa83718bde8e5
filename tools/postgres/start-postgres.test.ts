import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../process/run-command.mjs';
import { chooseServiceUser } from '../process/service-user.mjs';
import { findPostmaster } from './postmaster-pid.mjs';
import { startPostgres } from './start-postgres.mjs';

const base = mkdtempSync(path.join(os.tmpdir(), 'godwit-postgres-test-'));
chmodSync(base, 0o711);
const folder = path.join(base, 'postgres');
const dataDir = path.join(folder, 'data');
const user = chooseServiceUser();
const start = () => startPostgres({ folder, user });

// What `npm run up` does, in a process that then dies without any chance to clean up.
const startAndDie = `
  import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'start-postgres.mjs'))};
  await startPostgres({ folder: ${JSON.stringify(folder)}, user: ${JSON.stringify(user)} });
  process.kill(process.pid, 'SIGKILL');
`;

afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('startPostgres', { timeout: 60_000 }, () => {
  it('listens on a Unix socket only, that nobody else may reach', async () => {
    const postgres = await start();
    const client = new pg.Client({ connectionString: postgres.url('postgres') });
    await client.connect();
    const { rows } = await client.query('SHOW listen_addresses');
    await client.end();
    expect(rows).toEqual([{ listen_addresses: '' }]);
    expect(statSync(folder).mode & 0o077).toBe(0);
    await postgres.stop();
    expect(findPostmaster(dataDir)).toBeUndefined();
  });

  it('takes over a running postmaster instead of starting a second one', async () => {
    const first = await start();
    const second = await start();
    expect(second.reused).toBe(true);
    expect(second.pid).toBe(first.pid);
    await second.stop();
  });

  it('starts again after its postmaster was killed', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    await second.stop();
  });

  it('leaves no postmaster behind when the process that started it is killed', async () => {
    const result = await runCommand([process.execPath, '--input-type=module', '-e', startAndDie], { capture: true });
    expect(result.signal).toBe('SIGKILL');
    for (let waited = 0; waited < 100 && findPostmaster(dataDir); waited += 1) await sleep(50);
    expect(findPostmaster(dataDir)).toBeUndefined();
  });
});
