import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownMs } from './criu-stamps.mjs';
import { openMeasurements } from './measurements-file.mjs';
import { chooseRows, columnsOf, moveRows } from './move-rows.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-bench-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("CRIU's own time leaves out how long its hook held it, and what was before the freeze", () => {
  const file = path.join(dir, 'dump.log');
  const lines = [
    '(00.000000) CRIU run id = x',
    '(00.010000) Seized task 7, state 1',
    '(00.100000) Running post-dump scripts',
    '(00.100010) \t[/run/hook.sh]',
    '(00.900000) Unlock network',
    '(00.905000) Dumping finished successfully',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(ownMs(file, { from: 'Seized task', hook: 'Running post-dump' })).toBeCloseTo(95);
  expect(ownMs(file, { hook: 'Running post-dump' })).toBeCloseTo(105);
  expect(ownMs(file, { hook: 'Running post-restore' })).toBeNull();
  expect(ownMs(path.join(dir, 'missing.log'), { hook: 'Running' })).toBeNull();
});

test('what was measured before is found again', () => {
  const file = path.join(dir, 'kept.jsonl');
  openMeasurements(file).add('1 MiB', 'godwit', { stoodStillMs: 7 });
  const again = openMeasurements(file);
  again.add('1 MiB', 'godwit', { stoodStillMs: 8 });
  expect(again.of('1 MiB', 'godwit')).toEqual([{ stoodStillMs: 7 }, { stoodStillMs: 8 }]);
  expect(openMeasurements(file).of('1 MiB', 'byHand')).toEqual([]);
});

test('rows are chosen by number and size', () => {
  expect(chooseRows({})).toEqual(moveRows);
  expect(chooseRows({ rows: '1,2', largest: 1 })).toEqual([moveRows[0]]);
  expect(columnsOf({ ...moveRows[0], container: true })).toContain('podman');
});
