import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { execOn, spawnOn } from '../../tools/lab/index.mjs';
import { runCommand } from '../../tools/process/run-command.mjs';
import { killProcess } from '../harness/process-identity.mjs';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { findWorkload, preflightMove, startMove, waitForRun } from '../kill/move-workload.mjs';
import { judgeObserver, whereAndWhereTo } from '../kill/run-case.mjs';

let installation: Installation;
let hosts: ReturnType<typeof readLabHosts>;
const nonce = () => readNonce(installation.lab.dir, 'counter');

beforeAll(async () => {
  installation = await startInstallation({ name: 'bad-input', criuPath: inject('criuPath'), labSet: inject('labSet') });
  hosts = readLabHosts(installation.lab.dir);
});
afterAll(() => installation?.stop());

test('a move to the host where the workload runs already is refused', async () => {
  const [source] = whereAndWhereTo(nonce(), hosts);
  await expect(preflightMove(installation.api, 'counter', source, source)).rejects.toMatchObject({
    code: 'destination-is-source',
  });
});

test('of two moves of one tree the second is refused, and the first goes on', async () => {
  const [source, destination] = whereAndWhereTo(nonce(), hosts);
  const second = await preflightMove(installation.api, 'counter', source, destination);
  const { runId } = await startMove(installation.api, 'counter', source, destination);
  const starting = installation.api.mutate('runs.start', { kind: 'move', preflightId: second.id });
  await expect(starting).rejects.toMatchObject({ code: 'run-in-progress' });
  expect(await waitForRun(installation.api, runId)).toMatchObject({ outcome: 'succeeded' });
});

test('a full disk on the destination stops the move with its name, and the workload runs on', async () => {
  const [source, destination] = whereAndWhereTo(nonce(), hosts);
  const earlier = await preflightMove(installation.api, 'counter', source, destination);
  expect(earlier.movable).toBe(true);
  const { set, stateDir } = installation.lab;
  const runsDir = path.join(installation.agents[destination].stateDir, 'runs');
  const inside = (...argv: string[]) => execOn(set, destination, argv, { stateDir });
  expect(await inside('mount', '-t', 'tmpfs', '-o', 'size=8m', 'small', runsDir)).toMatchObject({ code: 0 });
  try {
    const now = await preflightMove(installation.api, 'counter', source, destination);
    expect(now).toMatchObject({ movable: false, verdict: { verdict: 'blocked' } });
    expect(JSON.stringify(now.verdict.findings)).toMatch(/disk|space|free/i);
    const outcome = await installation.api
      .mutate('runs.start', { kind: 'move', preflightId: earlier.id })
      .then(({ runId }: { runId: string }) => waitForRun(installation.api, runId))
      .catch((error: { code: string }) => ({ outcome: error.code }));
    expect(outcome.outcome).not.toBe('succeeded');
  } finally {
    await inside('umount', runsDir);
  }
  expect(findCopies(nonce(), hosts)).toMatchObject([{ host: source, state: 'running' }]);
  expect(judgeObserver(hosts, nonce())).toMatchObject({ sound: true });
});

test('a workload that died after its check is not moved, and nothing is left of the try', async () => {
  const { set, stateDir } = installation.lab;
  const workload = await findWorkload(installation.api, 'file-lock', 'lab-a');
  const preflight = await preflightMove(installation.api, 'file-lock', 'lab-a', 'lab-b');
  await execOn(set, 'lab-a', ['kill', '-KILL', String(workload.rootPid)], { stateDir });
  const outcome = await installation.api
    .mutate('runs.start', { kind: 'move', preflightId: preflight.id })
    .then(({ runId }: { runId: string }) => waitForRun(installation.api, runId))
    .catch((error: { code: string }) => ({ outcome: error.code }));
  expect(outcome.outcome).not.toBe('succeeded');
  const lab = ['tools/lab/lab.mjs', 'workload', 'restart', 'file-lock', '--set', String(set)];
  const env = { ...process.env, GODWIT_STATE_DIR: stateDir };
  expect(await runCommand([process.execPath, ...lab], { capture: true, env })).toMatchObject({ code: 0 });
});

test('somebody who calls himself an enrolled host without its credential is refused', async () => {
  const { set, stateDir } = installation.lab;
  const real = installation.agents['lab-c'];
  const identity = JSON.parse(readFileSync(path.join(real.outside, 'identity.json'), 'utf8'));
  const forged = { dir: `${real.stateDir}-forged`, outside: `${real.outside}-forged` };
  mkdirSync(forged.outside, { recursive: true });
  writeFileSync(
    path.join(forged.outside, 'identity.json'),
    JSON.stringify({ ...identity, credential: 'x'.repeat(43) }),
  );
  const argv = [process.execPath, path.resolve('apps/agent/dist/agent.js'), 'run', '--state-dir', forged.dir];
  const logFile = path.join(forged.dir, 'agent.log');
  const agent = await spawnOn(set, 'lab-c', argv, { stateDir, logFile, cgroup: '/agent-forged' });
  const says = () => readFileSync(path.join(forged.outside, 'agent.log'), 'utf8');
  await waitUntil(() => says().includes('"code":"token-invalid"'), { timeoutMs: 15_000, what: 'The refusal' }).finally(
    () => killProcess(agent),
  );
  rmSync(forged.outside, { recursive: true });
  const hosts = await installation.api.query('hosts.list');
  expect(hosts.find((host: { name: string }) => host.name === 'lab-c')).toMatchObject({ status: 'connected' });
});
