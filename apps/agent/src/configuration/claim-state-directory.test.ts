import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimStateDirectory } from './claim-state-directory.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-claim-'));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

const file = () => path.join(stateDir, 'agent.claim');

test('a second agent on the same folder is refused while the first one lives', () => {
  const release = claimStateDirectory(stateDir, 'here');
  expect(() => claimStateDirectory(stateDir, 'here')).toThrow(/Another agent/);
  release();
  claimStateDirectory(stateDir, 'here')();
  expect(readdirSync(stateDir)).toEqual([]);
});

test.each([
  ['died', { pid: 1, startTimeTicks: 123456789, pidNamespace: 'here' }],
  ['ran before this host was started again', { pid: 1, startTimeTicks: 0, pidNamespace: 'before' }],
  ['was cut short while it wrote', 'x'],
])('the claim of an agent that %s is taken over', (_, left) => {
  writeFileSync(file(), JSON.stringify(left));
  claimStateDirectory(stateDir, 'here');
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ pid: process.pid });
});

test('of an agent that ended without a word the next one tells', () => {
  const dead: number[] = [];
  const claim = () => claimStateDirectory(stateDir, 'here', (pid) => dead.push(pid));
  claim()();
  claim()();
  expect(dead).toEqual([]);
  writeFileSync(file(), JSON.stringify({ pid: 1, startTimeTicks: 123456789, pidNamespace: 'here' }));
  claim();
  expect(dead).toEqual([1]);
});
