import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeFileDurably } from './write-file-durably.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'durably-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('replaces a file as a whole', () => {
  const file = path.join(folder, 'one');
  writeFileDurably(file, 'old');
  writeFileDurably(file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
});

it('leaves nothing behind when the file cannot be put in its place', () => {
  const file = path.join(folder, 'taken');
  mkdirSync(path.join(file, 'inside'), { recursive: true });
  expect(() => writeFileDurably(file, 'secret')).toThrow();
  expect(readdirSync(folder)).not.toContain('taken.new');
});
