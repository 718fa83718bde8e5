import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Spool } from './spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const message = (text: string) => ({
  version: 1 as const,
  at: '2026-01-01T00:00:00.000Z',
  type: 'run.progressed',
  body: { text },
});
const numbers = (spool: Spool, after = 0): number[] => spool.listAfter(after, 1000).map((one) => one.number);
const file = () => path.join(folder, 'messages.jsonl');

test('messages are numbered without gaps and are there after the process died', async () => {
  const spool = Spool.open(folder);
  await Promise.all([spool.append(message('a')), spool.append(message('b')), spool.append(message('c'))]);
  // No close: this is what a SIGKILL leaves.
  const again = Spool.open(folder);
  expect(numbers(again)).toEqual([1, 2, 3]);
  await again.append(message('d'));
  expect(numbers(again, 2)).toEqual([3, 4]);
});

test('a message is handed out only once it is on disk', async () => {
  const spool = Spool.open(folder);
  const written = spool.append(message('a'));
  expect(numbers(spool)).toEqual([]);
  await written;
  expect(numbers(spool)).toEqual([1]);
});

test('a torn last line is cut off and its number is free', async () => {
  const spool = Spool.open(folder);
  await spool.append(message('a'));
  appendFileSync(file(), '{"version":1,"number":2,"at":"2026-');
  const again = Spool.open(folder);
  expect(numbers(again)).toEqual([1]);
  await again.append(message('b'));
  expect(numbers(Spool.open(folder))).toEqual([1, 2]);
});

test('an acknowledged message is forgotten, its number is never given again', async () => {
  const spool = Spool.open(folder);
  await spool.append(message('a'));
  await spool.append(message('b'));
  await spool.acknowledge(2);
  expect(spool.pendingBytes).toBe(0);
  const again = Spool.open(folder);
  await again.acknowledge(2);
  await again.append(message('c'));
  expect(numbers(again)).toEqual([3]);
});

test('the file shrinks once enough is acknowledged, and the count goes on', async () => {
  const spool = Spool.open(folder);
  for (let index = 0; index < 40; index += 1) await spool.append(message('x'.repeat(10_000)));
  await spool.acknowledge(39);
  expect(statSync(file()).size).toBeLessThan(20_000);
  await spool.acknowledge(40);
  await spool.append(message('y'));
  expect(numbers(Spool.open(folder)).at(-1)).toBe(41);
});

test('a spool that was lost goes on above what the server has, with nothing taken for a duplicate', async () => {
  const spool = Spool.open(folder);
  await spool.append(message('a'));
  await spool.append(message('b'));
  await spool.acknowledge(500);
  expect(numbers(spool)).toEqual([501, 502]);
  expect(numbers(Spool.open(folder))).toEqual([501, 502]);
});

test('a spool that was put back to an older state does not send again what the server has', async () => {
  await Spool.open(folder).append(message('old'));
  const spool = Spool.open(folder);
  await spool.append(message('new'));
  await spool.acknowledge(500);
  expect(spool.listAfter(0, 10)).toMatchObject([{ number: 501, body: { text: 'new' } }]);
});

test('only the owner may read it', async () => {
  await Spool.open(folder).append(message('a'));
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).toContain('"number":1');
});
