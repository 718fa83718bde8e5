import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adoptWorkload } from './adopt-workload.ts';

const counter = {
  workloadKey: 'declared:counter',
  workloadName: 'counter',
  cgroup: '/workloads/counter',
  serviceAddress: '10.77.0.101',
};
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'godwit-adopt-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (): unknown => JSON.parse(readFileSync(path.join(directory, 'counter.json'), 'utf8'));

test('a declared workload keeps its name and its address on the host it was moved to', () => {
  expect(adoptWorkload(counter, directory)).toBe(true);
  expect(read()).toEqual({ name: 'counter', cgroup: '/workloads/counter', serviceAddress: '10.77.0.101' });
});

test('data directories that its owner declared are declared here too; those of one move are not', () => {
  const root = { kind: 'directory' as const, replace: false, bytes: 1, exclude: [] };
  const staged = [
    { ...root, path: '/srv/a', lasting: true },
    { ...root, path: '/srv/b' },
  ];
  adoptWorkload({ ...counter, files: { staged, sharedDirectories: [] } }, directory);
  expect(read()).toMatchObject({ dataDirectories: ['/srv/a'] });
});

test('what a person wrote into the definition stays', () => {
  writeFileSync(path.join(directory, 'counter.json'), JSON.stringify({ name: 'counter', argv: ['a'], cgroup: '/old' }));
  adoptWorkload(counter, directory);
  expect(read()).toMatchObject({ argv: ['a'], cgroup: '/workloads/counter' });
});

test.each([
  ['recognised by its command', { workloadKey: 'command:python3 counter.py' }],
  ['whose name would lead out of the folder', { workloadKey: 'declared:../x', workloadName: '../x' }],
])('no definition is written for a workload %s', (_, changed) => {
  expect(adoptWorkload({ ...counter, ...changed }, directory)).toBe(false);
  expect(readdirSync(directory)).toEqual([]);
});
