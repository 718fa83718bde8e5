import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Room } from './room.ts';

const mebibyte = 1 << 20;
let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-room-'));
  file = path.join(dir, 'room');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('is filled, and gone when it is given back', async () => {
  const room = new Room(file, 5 * mebibyte);
  await room.ready;
  expect(statSync(file)).toMatchObject({ size: 5 * mebibyte });
  expect(statSync(file).blocks).toBeGreaterThan(0);
  await room.giveBack();
  await room.giveBack();
  expect(readdirSync(dir)).toEqual([]);
});

it('becomes another file as far as it got, and is no longer filled', async () => {
  const room = new Room(file, 512 * mebibyte);
  const other = path.join(dir, 'pages-1.img');
  expect(await room.become(other)).toBe(true);
  expect(existsSync(file)).toBe(false);
  expect(statSync(other).size).toBeLessThan(512 * mebibyte);
  expect(await room.become(other)).toBe(false);
});

it('fails nobody where it cannot be made, or is not worth it', async () => {
  const nowhere = new Room(path.join(dir, 'missing', 'room'), 5 * mebibyte);
  await nowhere.ready;
  await nowhere.giveBack();
  const tiny = new Room(file, 1000);
  await tiny.ready;
  expect(readdirSync(dir)).toEqual([]);
});
