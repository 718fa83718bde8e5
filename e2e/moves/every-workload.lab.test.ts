import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  execOn,
  listContainers,
  numbersOfContainer,
  removeContainer,
  restartWorkload,
  startContainer,
} from '../../tools/lab/index.mjs';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { judgeClient } from '../judge/judge-client.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import {
  findWorkload,
  preflightMove,
  requireMovable,
  startMove,
  startRun,
  waitForRun,
} from '../kill/move-workload.mjs';
import { judgeObserver } from '../kill/run-case.mjs';
import { watchWorkload } from '../kill/watch-workload.mjs';
import { dataDirectory, readBack, startNumberedRedis, stopNumberedRedis, writeNumbers } from './numbered-redis.mjs';

/** What these tests leave on another host, or without what started it. */
const strays = ['restart-loop', 'private-file', 'local-script'];

let installation: Installation;
let hosts: ReturnType<typeof readLabHosts>;

beforeAll(async () => {
  installation = await startInstallation({ name: 'every', criuPath: inject('criuPath'), labSet: inject('labSet') });
  hosts = readLabHosts(installation.lab.dir);
});
afterAll(async () => {
  if (installation) await stopNumberedRedis(installation.lab);
  await installation?.stop();
  // Other tests of the same lab expect them where they were, the loop with its supervisor, and no files elsewhere.
  for (const name of strays) await restartWorkload(installation.lab, name);
  await execOn(installation.lab.set, 'lab-a', ['rm', '-rf', '/opt/local-script', '/var/lib/private-file']);
});

const move = async (name: string, source: string, destination: string) => {
  const watch = await watchWorkload(installation.lab.dir, name);
  const { runId } = await startMove(installation.api, name, source, destination);
  const run = await waitForRun(installation.api, runId);
  // The clients write a summary a second.
  await sleep(1500);
  return { outcome: run.outcome, violations: (await watch.end()).violations };
};

const clientLog = (name: string) =>
  path.join(hosts.find((host) => host.name === 'lab-c')?.root ?? '', `var/log/${name}.jsonl`);

test.each([
  ['counter', 'lab-a', 'lab-b'],
  ['echo-server', 'lab-a', 'lab-b'],
  ['redis', 'lab-b', 'lab-a'],
  ['file-lock', 'lab-a', 'lab-b'],
  ['restart-loop', 'lab-a', 'lab-b'],
])('%s moves from %s to %s and back, and nobody notices more than a pause', async (name, home, away) => {
  const startedAt = Date.now();
  expect(await move(name, home, away)).toEqual({ outcome: 'succeeded', violations: [] });
  const nonce = readNonce(installation.lab.dir, name);
  expect(findCopies(nonce, hosts)).toMatchObject([{ host: away, state: 'running' }]);
  expect(await move(name, away, home)).toEqual({ outcome: 'succeeded', violations: [] });
  expect(findCopies(nonce, hosts)).toMatchObject([{ host: home, state: 'running' }]);
  if (name === 'counter') expect(judgeObserver(hosts, nonce)).toMatchObject({ sound: true });
  if (name === 'echo-server')
    expect(judgeClient(clientLog('echo-client'), startedAt, 'echoed')).toMatchObject({ sound: true });
  if (name === 'redis')
    expect(judgeClient(clientLog('redis-client'), startedAt, 'written')).toMatchObject({ sound: true });
});

test.each([
  ['io-uring', 'lab-a', 'lab-b', /io_uring/],
  ['local-script', 'lab-b', 'lab-a', /run\.sh/],
])('%s is blocked, and the culprit is named', async (name, source, destination, culprit) => {
  const preflight = await preflightMove(installation.api, name, source, destination);
  expect(preflight).toMatchObject({ movable: false, verdict: { verdict: 'blocked' } });
  const blockers = preflight.verdict.findings.filter((one: { severity: string }) => one.severity === 'blocker');
  expect(JSON.stringify(blockers)).toMatch(culprit);
});

test('a container of runc is listed by its name, moves there and back, and each number is written once', async () => {
  const id = 'web';
  const { set, stateDir } = installation.lab;
  const numbers = () => {
    const lines = readFileSync(numbersOfContainer(set, id, stateDir), 'utf8')
      .trim()
      .split('\n');
    return lines.map((line) => Number(line.split(' ')[1]));
  };
  try {
    await startContainer(set, 'lab-a', { id, nonce: 'one', stateDir });
    for (const [source, destination] of [
      ['lab-a', 'lab-b'],
      ['lab-b', 'lab-a'],
    ] as const) {
      const { runId, preflight } = await startMove(installation.api, id, source, destination);
      expect(preflight).toMatchObject({
        workload: { key: 'runc:web', kind: 'container' },
        container: { runtime: 'runc' },
        commandLines: { dump: expect.stringMatching(/runc checkpoint .* web$/) },
      });
      expect(await waitForRun(installation.api, runId)).toMatchObject({ outcome: 'succeeded' });
      expect(await listContainers(set, source, stateDir)).toEqual([]);
      expect(await listContainers(set, destination, stateDir)).toMatchObject([{ id, status: 'running' }]);
      const before = numbers().length;
      await expect.poll(() => numbers().length, { timeout: 20_000 }).toBeGreaterThan(before);
    }
    expect(numbers()).toEqual(numbers().map((_, index) => index + 1));
  } finally {
    await removeContainer(set, ['lab-a', 'lab-b'], id, stateDir);
  }
});

interface Wish {
  directories: string[];
  approved: string[];
  replace: string[];
  excluded: string[];
}
const nothing: Wish = { directories: [], approved: [], replace: [], excluded: [] };

const look = async (name: string, source: string, destination: string, wish: Partial<Wish> = {}) => {
  const { api } = installation;
  const workload = await findWorkload(api, name, source);
  const hosts = await api.query('hosts.list');
  const destinationHostId = hosts.find((host: { name: string }) => host.name === destination).id;
  const staging = { ...nothing, ...wish };
  return api.mutate('preflights.start', { workloadId: workload.id, purpose: 'move', destinationHostId, staging });
};

const moveWith = async (...of: Parameters<typeof look>) => {
  const preflight = await look(...of);
  requireMovable(preflight);
  const { runId } = await startRun(installation.api, preflight);
  const run = await waitForRun(installation.api, runId);
  expect(run).toMatchObject({ outcome: 'succeeded', error: null });
  return run;
};

const ids = (preflight: { verdict: { findings: { id: string; severity: string }[] } }, severity: string) =>
  preflight.verdict.findings.filter((one) => one.severity === severity).map(({ id }) => id);

const contentOf = (host: string, file: string) =>
  readFileSync(path.join(hosts.find(({ name }) => name === host)?.root ?? '', file), 'utf8');

test('a private file travels by itself; what lies there is replaced only when somebody said so', async () => {
  const file = '/var/lib/private-file/state';
  const there = await look('private-file', 'lab-b', 'lab-a');
  expect(ids(there, 'blocker')).toEqual([]);
  expect(ids(there, 'needs-option')).toContain('writable-files.staged');
  await moveWith('private-file', 'lab-b', 'lab-a');
  const nonce = readNonce(installation.lab.dir, 'private-file');
  const copies = () => findCopies(nonce, readLabHosts(installation.lab.dir));
  expect(copies()).toMatchObject([{ host: 'lab-a', state: 'running' }]);
  // As long as the copy has written nothing, what lies at its old home is the same.
  await expect.poll(() => contentOf('lab-a', file), { timeout: 10_000 }).not.toBe(contentOf('lab-b', file));
  const back = await look('private-file', 'lab-a', 'lab-b');
  expect(ids(back, 'blocker')).toEqual(['staged-files.occupied']);
  expect(back.movable).toBe(false);
  await moveWith('private-file', 'lab-a', 'lab-b', { replace: [file] });
  expect(copies()).toMatchObject([{ host: 'lab-b', state: 'running' }]);
});

test('a script that only one host has travels once it is approved by its row', async () => {
  const blocked = await look('local-script', 'lab-b', 'lab-a');
  expect(blocked.movable).toBe(false);
  const rows = blocked.verdict.filePlan.entries.filter((one: { needs: string | null }) => one.needs === 'approval');
  const approved = rows.map(({ path }: { path: string }) => path);
  expect(approved).toEqual(['/opt/local-script/run.sh']);
  await moveWith('local-script', 'lab-b', 'lab-a', { approved });
  const nonce = readNonce(installation.lab.dir, 'local-script');
  expect(findCopies(nonce, readLabHosts(installation.lab.dir))).toMatchObject([{ host: 'lab-a', state: 'running' }]);
});

test('redis goes there and back with its data directory, and every acknowledged write with it', async () => {
  const { lab } = installation;
  const redis = await startNumberedRedis(lab, 'lab-a');
  const writer = await writeNumbers(redis);
  const run = await moveWith(redis.name, 'lab-a', 'lab-b');
  const measured = run.events.filter(({ data }: { data: { type: string } }) => data.type === 'files.measured');
  expect(measured.some(({ data }: { data: { frozen: boolean } }) => data.frozen)).toBe(true);
  await moveWith(redis.name, 'lab-b', 'lab-a', { replace: [dataDirectory] });
  const before = writer.state.acknowledged;
  await expect.poll(() => writer.state.acknowledged, { timeout: 15_000 }).toBeGreaterThan(before + 5);
  const { acknowledged, problems } = await writer.end();
  expect(problems).toEqual([]);
  // What a redis that was started anew finds in the files: each number once, in order, none missing.
  const kept = (await readBack(lab, 'lab-a')).map(Number);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => index + 1));
  expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
});
