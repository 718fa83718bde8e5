import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogTail } from './tail-log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-tail-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('gives whole lines as they are added, also to a file that does not exist yet', () => {
  const file = path.join(dir, 'log');
  const tail = new LogTail(file);
  expect(tail.read()).toEqual([]);
  writeFileSync(file, 'one\ntw');
  expect(tail.read()).toEqual(['one']);
  appendFileSync(file, 'o\nthree\n');
  expect(tail.read()).toEqual(['two', 'three']);
  expect(tail.read()).toEqual([]);
  tail.close();
});

it('reads a file longer than one piece, and cuts endless lines', () => {
  const file = path.join(dir, 'log');
  writeFileSync(file, `${'x'.repeat(600_000)}\n${'line\n'.repeat(10)}`);
  const lines = new LogTail(file).read();
  expect(lines).toHaveLength(11);
  expect(lines[0]).toHaveLength(2000);
});
