import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { trustedOrigins } from '../auth/trusted-origins.ts';
import { parseListenAddress } from './listen-address.ts';
import { readSettings } from './read-settings.ts';

const DATABASE_URL = 'postgresql://x@localhost/y';

describe('the settings', () => {
  it('open nothing to the network unless told', () => {
    const settings = readSettings({ DATABASE_URL });
    expect(settings.listen).toEqual({ host: '127.0.0.1', port: 4747 });
    expect(settings.agentListen).toEqual([{ host: '127.0.0.1', port: 4748 }]);
    expect(settings).toMatchObject({
      publicUrl: 'http://localhost:4747',
      agentUrl: 'https://127.0.0.1:4748',
      admin: null,
    });
  });

  it('find the schema migrations and the pages from where they are', () => {
    const { migrationsDir, webDir } = readSettings({ DATABASE_URL });
    expect(existsSync(path.join(migrationsDir, 'migration_lock.toml'))).toBe(true);
    expect(webDir.endsWith('apps/web')).toBe(true);
  });

  it('take several addresses for agents, and one that stands in the join command', () => {
    const settings = readSettings({ DATABASE_URL, GODWIT_AGENT_LISTEN: '10.0.0.1:4748, [::1]:4749' });
    expect(settings.agentListen).toEqual([
      { host: '10.0.0.1', port: 4748 },
      { host: '::1', port: 4749 },
    ]);
    expect(settings.agentUrl).toBe('https://10.0.0.1:4748');
    expect(readSettings({ DATABASE_URL, GODWIT_AGENT_URL: 'https://godwit.example.com:9' }).agentUrl).toBe(
      'https://godwit.example.com:9',
    );
  });

  it('name every variable that is wrong', () => {
    expect(() => readSettings({ PORT: 'x', GODWIT_PUBLIC_URL: 'ftp://x' })).toThrow(
      /DATABASE_URL[\s\S]*PORT[\s\S]*GODWIT_PUBLIC_URL/,
    );
    expect(() => readSettings({ DATABASE_URL, GODWIT_ADMIN_EMAIL: 'a@example.com' })).toThrow('belong together');
  });
});

it.each(['', 'host', 'host:', ':1', 'host:70000', '::1:5', 'a b:1'])('refuses to listen on %j', (text) => {
  expect(() => parseListenAddress(text)).toThrow('HOST:PORT');
});

it('trusts this machine under both of its names, and no wildcard', () => {
  const origins = trustedOrigins({ publicUrl: 'https://godwit.example.com', listen: { host: '0.0.0.0', port: 4747 } });
  expect(origins).toEqual(['https://godwit.example.com', 'http://localhost:4747', 'http://127.0.0.1:4747']);
});
