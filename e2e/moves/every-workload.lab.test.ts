import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { judgeClient } from '../judge/judge-client.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { preflightMove, startMove, waitForRun } from '../kill/move-workload.mjs';
import { judgeObserver } from '../kill/run-case.mjs';
import { watchWorkload } from '../kill/watch-workload.mjs';

let installation: Installation;
let hosts: ReturnType<typeof readLabHosts>;

beforeAll(async () => {
  installation = await startInstallation({ name: 'every', criuPath: inject('criuPath'), labSet: inject('labSet') });
  hosts = readLabHosts(installation.lab.dir);
});
afterAll(() => installation?.stop());

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
  ['restart-loop', 'lab-a', 'lab-b', /restart-loop|shell/i],
  ['private-file', 'lab-b', 'lab-a', /private-file/],
  ['local-script', 'lab-b', 'lab-a', /run\.sh/],
])('%s is blocked, and the culprit is named', async (name, source, destination, culprit) => {
  const preflight = await preflightMove(installation.api, name, source, destination);
  expect(preflight).toMatchObject({ movable: false, verdict: { verdict: 'blocked' } });
  const blockers = preflight.verdict.findings.filter((one: { severity: string }) => one.severity === 'blocker');
  expect(JSON.stringify(blockers)).toMatch(culprit);
});
