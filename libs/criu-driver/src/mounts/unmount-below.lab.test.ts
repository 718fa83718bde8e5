import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram } from '../program/run-program.ts';
import { isMounted, listMountsBelow, unmountBelow } from './unmount-below.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'mounted below '));
});
afterEach(async () => {
  await unmountBelow(dir);
  rmSync(dir, { recursive: true });
});

const mount = async (kind: string, name: string): Promise<string> => {
  const point = path.join(dir, name);
  mkdirSync(point);
  expect((await runProgram(['mount', '-t', kind, 'none', point])).code).toBe(0);
  return point;
};

it('unmounts what lies one in another, also below a name with a space, and leaves what was mounted as it is', async () => {
  const outer = await mount('tmpfs', 'cg yard');
  const inner = await mount('cgroup2', 'cg yard/unified');
  const before = readdirSync(inner).sort();
  expect(listMountsBelow(dir)).toEqual([inner, outer]);
  expect(isMounted(inner)).toBe(true);
  await unmountBelow(dir);
  expect(listMountsBelow(dir)).toEqual([]);
  expect(existsSync(inner)).toBe(false);
  expect(before).toContain('cgroup.procs');
});

it('says that nothing is mounted where a name only begins the same', async () => {
  const point = await mount('tmpfs', 'images');
  expect(listMountsBelow(path.join(dir, 'image'))).toEqual([]);
  expect(isMounted(path.join(dir, 'image'))).toBe(false);
  expect(isMounted(point)).toBe(true);
});
