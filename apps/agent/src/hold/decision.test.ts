import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decide, readDecision } from './decision.ts';
import { type RunPaths, runPaths } from './run-paths.ts';

let base: string;
let paths: RunPaths;
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'godwit-decision-'));
  paths = runPaths(base, '0f6fd4b8-1111-4111-8111-111111111113');
  mkdirSync(paths.dir);
});
afterEach(() => rmSync(base, { recursive: true }));

it('is none before anybody decided, and then the first one, whoever asks for another', () => {
  expect(readDecision(paths)).toBeNull();
  const first = { decision: 'aborted' as const, epoch: 1, by: 'hold', reason: 'the deadline' };
  expect(decide(paths, first)).toEqual(first);
  expect(decide(paths, { ...first, decision: 'committed', by: 'server' })).toEqual(first);
});

it('is an abort where the disk had no room for its text, and never nothing where it cannot be read', () => {
  writeFileSync(paths.decision, '');
  expect(readDecision(paths)?.decision).toBe('aborted');
  rmSync(paths.decision);
  mkdirSync(paths.decision);
  expect(() => readDecision(paths)).toThrow('EISDIR');
});
