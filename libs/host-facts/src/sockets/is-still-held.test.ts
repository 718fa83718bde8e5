import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { isStillHeld } from './is-still-held.ts';

const ownSockets = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });

it('tells a socket that is held from one that was closed, and from one of a process that ended', async () => {
  const before = new Set(ownSockets());
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const inode = ownSockets().find((one) => !before.has(one)) ?? '';
  expect(isStillHeld(inode, [process.pid])).toBe(true);
  expect(isStillHeld(inode, [4_194_303])).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(isStillHeld(inode, [process.pid])).toBe(false);
});
