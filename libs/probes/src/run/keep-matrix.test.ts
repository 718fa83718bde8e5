import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CapabilityMatrix } from '@godwit/domain/facts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashFile } from './hash-file.ts';
import { recallMatrix, rememberMatrix } from './keep-matrix.ts';

let folder: string;
let criu: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-matrix-'));
  criu = path.join(folder, 'criu');
  writeFileSync(criu, 'first');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const made = (complete = true): CapabilityMatrix => ({
  version: 1,
  probedAt: new Date().toISOString(),
  durationMs: 1,
  criu: { path: criu, version: '4.2.1', sha256: hashFile(criu) },
  kernelRelease: os.release(),
  complete,
  results: [],
});

it('is found again for the same program', () => {
  rememberMatrix(folder, made());
  expect(recallMatrix(folder, criu)).toMatchObject({ complete: true });
});

it('is not that of a program that has changed, and the old one is', () => {
  rememberMatrix(folder, made());
  writeFileSync(criu, 'second');
  expect(recallMatrix(folder, criu)).toBeNull();
  writeFileSync(criu, 'first');
  expect(recallMatrix(folder, criu)).not.toBeNull();
});

it('is not kept when it was cut short, nor believed when it is damaged', () => {
  rememberMatrix(folder, made(false));
  expect(recallMatrix(folder, criu)).toBeNull();
  rememberMatrix(folder, made());
  const [file] = readdirSync(folder).filter((name) => name.startsWith('matrix-'));
  writeFileSync(path.join(folder, file ?? ''), '{"version":1}');
  expect(recallMatrix(folder, criu)).toBeNull();
});

it('keeps the newest eight', () => {
  for (let number = 0; number < 12; number += 1) {
    writeFileSync(criu, `build ${number}`);
    rememberMatrix(folder, made());
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('matrix-'))).toHaveLength(8);
});
