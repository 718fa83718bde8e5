import { closeSync, mkdtempSync, openSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLibc } from './libc.ts';
import { readLinks } from './read-links.ts';

const folder = mkdtempSync(join(tmpdir(), 'godwit-links-'));
const file = join(folder, 'größer als gedacht');
let fd: number;

beforeAll(() => {
  writeFileSync(file, '');
  fd = openSync(file, 'r');
});
afterAll(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

describe.each([
  ['with the C library', loadLibc()],
  ['without it', null],
])('readLinks %s', (_, libc) => {
  it('gives each descriptor with its target, whatever letters are in it', () => {
    expect(new Map(readLinks(libc, '/proc/self/fd')).get(String(fd))).toBe(readlinkSync(`/proc/self/fd/${fd}`));
  });

  it('throws for a process that is gone', () => {
    expect(() => readLinks(libc, '/proc/4194305/fd')).toThrow('ENOENT');
  });
});

it('the C library is there to be tried', () => {
  expect(loadLibc()).not.toBeNull();
});
