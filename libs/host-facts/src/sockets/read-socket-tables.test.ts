import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadLibc } from '../native/libc.ts';
import type { InetEntry } from './inet-entry.ts';
import { readSocketTables } from './read-socket-tables.ts';

let server: Server;
let unixServer: Server;
let port = 0;
const unixName = join(tmpdir(), `godwit-tables-${process.pid}.sock`);

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  unixServer = createServer();
  await new Promise<void>((done) => unixServer.listen(unixName, done));
});
afterAll(() => {
  server.close();
  unixServer.close();
});

const listenerIn = (entries: readonly InetEntry[]): InetEntry | undefined =>
  entries.find((entry) => entry.local.port === port && entry.state === 'listen' && entry.protocol === 6);

it('finds the same listener by sock_diag and in the text tables', () => {
  const libc = loadLibc();
  expect(libc).not.toBeNull();
  const byDiag = readSocketTables(libc, process.pid);
  const byText = readSocketTables(null, process.pid);
  expect(byDiag.source).toBe('sock_diag');
  expect(byText.source).toContain('koffi addon is missing');
  expect(byText.unixIsPartial).toBe(true);
  const { congestion, ...told } = listenerIn(byDiag.inet) ?? {};
  expect(congestion).toMatch(/^\w+$/);
  expect(told).toEqual(listenerIn(byText.inet));
  expect(listenerIn(byDiag.inet)).toMatchObject({ local: { address: '127.0.0.1', port }, pendingConnections: 0 });
});

it('reads no more tables than those that hold what is asked for', () => {
  const libc = loadLibc();
  const all = readSocketTables(libc, process.pid);
  const someUnix = all.unix.find(({ name }) => name === unixName)?.inode ?? '';
  const inet = listenerIn(all.inet)?.inode ?? '';
  const asked = (...inodes: string[]) => readSocketTables(libc, process.pid, new Map(inodes.map((one) => [one, true])));
  expect(someUnix).not.toBe('');
  expect(asked(someUnix)).toMatchObject({ inet: [], netlink: [], packet: [] });
  expect(asked(someUnix).unix.map(({ inode }) => inode)).toContain(someUnix);
  expect(listenerIn(asked(someUnix, inet).inet)).toEqual(listenerIn(all.inet));
  expect(asked('no such inode').netlink.length).toBeGreaterThan(0);
});
