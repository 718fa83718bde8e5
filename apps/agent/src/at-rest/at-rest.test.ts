import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunPaths, runPaths } from '../hold/run-paths.ts';
import { isHalfSealed, isSealed, openCheckpoint, sealCheckpoint, withImages } from './index.ts';

let stateDir: string;
let paths: RunPaths;
const pages = randomBytes((2 << 20) + 77);
beforeEach(() => {
  stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-at-rest-'));
  paths = runPaths(path.join(stateDir, 'checkpoints'), '6f5b0f2e-1111-4222-8333-444455556666');
  mkdirSync(paths.images, { recursive: true });
  writeFileSync(path.join(paths.images, 'pages-1.img'), pages);
  writeFileSync(path.join(paths.images, 'core-1.img'), 'a secret of the memory');
  writeFileSync(path.join(paths.images, 'empty.img'), '');
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const target = () => path.join(stateDir, 'target');
const sealedFile = (name: string) => path.join(paths.images, `${name}.sealed`);

it('seals all images, and opens them as they were', async () => {
  expect(isSealed(paths.dir)).toBe(false);
  await sealCheckpoint(paths);
  expect(readdirSync(paths.images).sort()).toEqual(['core-1.img.sealed', 'empty.img.sealed', 'pages-1.img.sealed']);
  expect(readFileSync(sealedFile('core-1.img')).includes('secret')).toBe(false);
  expect(isHalfSealed(paths)).toBe(false);
  await openCheckpoint(paths, target());
  expect(readFileSync(path.join(target(), 'pages-1.img')).equals(pages)).toBe(true);
  expect(readFileSync(path.join(target(), 'empty.img')).length).toBe(0);
});

it('goes on where it was killed', async () => {
  await sealCheckpoint(paths);
  writeFileSync(path.join(paths.images, 'late.img'), 'late');
  writeFileSync(path.join(paths.images, 'late.img.sealing'), 'half');
  expect(isHalfSealed(paths)).toBe(true);
  await sealCheckpoint(paths);
  await openCheckpoint(paths, target());
  expect(readFileSync(path.join(target(), 'late.img'), 'utf8')).toBe('late');
});

it.each([
  [
    'one byte is changed',
    () => {
      const file = readFileSync(sealedFile('pages-1.img'));
      file.writeUInt8(file.readUInt8(1000) ^ 1, 1000);
      writeFileSync(sealedFile('pages-1.img'), file);
    },
  ],
  ['the end is cut off between two pieces', () => truncateSync(sealedFile('pages-1.img'), 8 + (1 << 20) + 16)],
  [
    'a file takes the place of another',
    () => writeFileSync(sealedFile('empty.img'), readFileSync(sealedFile('core-1.img'))),
  ],
  ['a file is added in clear', () => writeFileSync(path.join(paths.images, 'more.img'), 'x')],
  [
    'the key file is another one',
    () => writeFileSync(path.join(stateDir, 'checkpoint-key'), randomBytes(32).toString('base64')),
  ],
  ['the key file is gone', () => rmSync(path.join(stateDir, 'checkpoint-key'))],
])('opens nothing when %s', async (_, harm) => {
  await sealCheckpoint(paths);
  harm();
  await expect(openCheckpoint(paths, target())).rejects.toThrow();
});

it('leaves nothing open behind whoever looked', async () => {
  await sealCheckpoint(paths);
  let seen = '';
  await withImages(paths, (dir) => {
    seen = dir;
    expect(readFileSync(path.join(dir, 'core-1.img'), 'utf8')).toContain('secret');
  });
  expect(existsSync(seen)).toBe(false);
});
