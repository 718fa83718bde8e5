import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compareSnapshots } from './compare-snapshots.mjs';
import { findCopies } from './find-copies.mjs';
import { judgeClient } from './judge-client.mjs';
import { judgeNumbers, readObserverNumbers, readWrittenNumbers } from './judge-numbers.mjs';
import { watchCopies } from './watch-copies.mjs';

const children: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-judge-'));
});
afterEach(async () => {
  signalAll('SIGKILL');
  children.splice(0);
  rmSync(folder, { recursive: true });
});

/** A process with a child of its own; both carry the nonce. */
const startCopy = async (nonce: string): Promise<ChildProcess> => {
  const child = spawn('/bin/sh', ['-c', 'sleep 60 & wait'], { env: { GODWIT_LAB_NONCE: nonce } });
  children.push(child);
  for (let tries = 0; tries < 200 && !findCopies(nonce, []).some(({ pid }) => pid === child.pid); tries += 1) {
    await sleep(10);
  }
  return child;
};

const watchFor = async (nonce: string, ms: number) =>
  watchCopies({ nonce, hosts: [], periodMs: 10, signal: AbortSignal.timeout(ms) });

test('a tree that carries the nonce is one copy, whatever it forks', async () => {
  const nonce = randomUUID();
  const child = await startCopy(nonce);
  expect(findCopies(nonce, [])).toMatchObject([{ pid: child.pid, state: 'running' }]);
  expect(findCopies(randomUUID(), [])).toEqual([]);
});

test('two copies that run at once are a violation', async () => {
  const nonce = randomUUID();
  await startCopy(nonce);
  await startCopy(nonce);
  const report = await watchFor(nonce, 1000);
  expect(report.mostRunning).toBe(2);
  expect(report.violations.length).toBeGreaterThan(1);
  expect(report.samples).toBeGreaterThan(2);
});

/** Sends a signal to the copies' tasks, children first. */
const signalAll = (signal: NodeJS.Signals) => {
  for (const { pid, exitCode, signalCode } of children) {
    if (exitCode !== null || signalCode !== null) continue;
    const below = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    for (const one of below ? below.split(' ') : []) process.kill(Number(one), signal);
    process.kill(pid ?? 0, signal);
  }
};

test('a copy that is held beside one that runs is none', async () => {
  const nonce = randomUUID();
  await startCopy(nonce);
  signalAll('SIGSTOP');
  await vi.waitFor(() => expect(findCopies(nonce, [])).toMatchObject([{ state: 'stopped' }]));
  await startCopy(nonce);
  const report = await watchFor(nonce, 200);
  expect(report).toMatchObject({ mostRunning: 1, violations: [] });
  const last = report.timeline.at(-1)?.copies.map(({ state }: { state: string }) => state);
  expect(last?.sort()).toEqual(['running', 'stopped']);
});

test('that no copy ran, and for how long, is written down', async () => {
  const nonce = randomUUID();
  await startCopy(nonce);
  const watching = watchFor(nonce, 700);
  await sleep(150);
  signalAll('SIGKILL');
  const report = await watching;
  expect(report.longestWithoutRunningMs).toBeGreaterThan(300);
});

test.each([
  ['a number that is missing', [1, 2, 4], { missing: [3] }],
  ['a first number that is missing', [2, 3], { missing: [1] }],
  ['a number that came twice', [1, 2, 2, 3], { repeated: [2] }],
  ['a number that came late', [1, 3, 2], { outOfOrder: [2] }],
  ['nothing at all', [], { count: 0 }],
])('%s is seen', (_, numbers: number[], seen) => {
  expect(judgeNumbers(numbers)).toMatchObject({ ...seen, sound: false });
});

test('numbers that came once each, in order, are sound', () => {
  expect(judgeNumbers([1, 2, 3])).toMatchObject({ last: 3, sound: true });
});

test('only the numbers of the asked counter are read, and no torn line', () => {
  const file = path.join(folder, 'observer.jsonl');
  appendFileSync(
    file,
    '{"at":1,"nonce":"a","number":1}\n{"at":2,"nonce":"b","number":7}\n{"at":3,"nonce":"a","number":2}\n',
  );
  appendFileSync(file, '{"at":4,"nonce":"a","num');
  expect(readObserverNumbers(file, 'a')).toEqual([1, 2]);
  const written = path.join(folder, 'lines');
  appendFileSync(written, '1 a\n2 a\n1 b\n3');
  expect(readWrittenNumbers(written, 'a')).toEqual([1, 2]);
});

test('an error of a client, and a client that stands still, are seen', () => {
  const file = path.join(folder, 'client.jsonl');
  const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  write({ at: 100, kind: 'summary', echoed: 5 });
  write({ at: 200, kind: 'summary', echoed: 9 });
  expect(judgeClient(file, 0, 'echoed')).toMatchObject({ progressed: 4, sound: true });
  expect(judgeClient(file, 150, 'echoed')).toMatchObject({ progressed: 0, sound: false });
  write({ at: 300, kind: 'error', connection: 'standing', reason: 'ECONNRESET' });
  expect(judgeClient(file, 0, 'echoed')).toMatchObject({ sound: false });
  expect(judgeClient(file, 0, 'echoed').standingErrors).toHaveLength(1);
});

test('what came and what went is told, a second line of a kind too', () => {
  const host = (processes: string[]) => ({
    'lab-a': { mounts: [], links: [], addresses: [], nft: [], cgroups: [], processes, files: [] },
  });
  const differences = compareSnapshots(host(['1 sh', '2 sleep']), host(['1 sh', '1 sh']));
  expect(differences).toEqual([
    { host: 'lab-a', kind: 'processes', change: 'added', line: '1 sh' },
    { host: 'lab-a', kind: 'processes', change: 'removed', line: '2 sleep' },
  ]);
  expect(compareSnapshots(host([]), host(['3 criu']), { ignore: [/lab-a processes \d+ criu/] })).toEqual([]);
});
