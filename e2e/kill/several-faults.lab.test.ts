import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { execOn } from '../../tools/lab/index.mjs';
import { runCommand } from '../../tools/process/run-command.mjs';
import { isAlive, killProcess } from '../harness/process-identity.mjs';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { judgeClient } from '../judge/judge-client.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { bootMs } from './boot-time.mjs';
import { findVictim } from './find-victim.mjs';
import { preflightMovable, startRun, waitForRun } from './move-workload.mjs';
import { readFacts, readStates } from './read-journal.mjs';
import { judgeObserver, revive, whereAndWhereTo } from './run-case.mjs';
import { strike } from './strike.mjs';
import { watchWorkload } from './watch-workload.mjs';

let installation: Installation;
let hosts: ReturnType<typeof readLabHosts>;

beforeAll(async () => {
  installation = await startInstallation({ name: 'faults', criuPath: inject('criuPath'), labSet: inject('labSet') });
  hosts = readLabHosts(installation.lab.dir);
});
afterAll(() => installation?.stop());

const copiesOf = (workload: string) => findCopies(readNonce(installation.lab.dir, workload), hosts);

/** Starts a move of a workload from where it is to the other host. */
const beginMove = async (workload: string, choices: { holdSeconds?: number } = {}) => {
  const [source, destination] = whereAndWhereTo(readNonce(installation.lab.dir, workload), hosts);
  const watch = await watchWorkload(installation.lab.dir, workload);
  const preflight = await preflightMovable(installation.api, workload, { source, destination });
  const { runId } = await startRun(installation.api, preflight, choices);
  return { run: { installation, source, destination, runId, hosts }, watch };
};
type Run = Awaited<ReturnType<typeof beginMove>>['run'];

const runsDirOf = (host: string): string => installation.agents[host].runsDir;
const waitForState = (host: string, { runId }: Run, state: string) =>
  waitUntil(() => readStates(runsDirOf(host), runId).includes(state), {
    timeoutMs: 20_000,
    what: `"${state}" in the journal of ${host}`,
    everyMs: 1,
  });

const setLink = async (host: string, how: 'up' | 'down') => {
  const link = installation.lab.hosts.find(({ name }) => name === host)?.link ?? '';
  const { code } = await runCommand(['ip', 'link', 'set', 'dev', link, how]);
  expect(code).toBe(0);
};

test('server, agent and link dead together: the source runs again within its deadline and a second', async () => {
  const { run, watch } = await beginMove('counter', { holdSeconds: 12 });
  const struck = strike({ side: 'source', state: 'held' }, 'source-agent', run);
  await setLink(run.source, 'down');
  const serverDied = killProcess(installation.server.process);
  const { deadlineBootMs } = readFacts(runsDirOf(run.source), run.runId);
  try {
    expect({ struck: struck.struck, serverDied }).toEqual({ struck: true, serverDied: true });
    const isBack = () => copiesOf('counter').some(({ host, state }) => host === run.source && state === 'running');
    expect(isBack()).toBe(false);
    await waitUntil(isBack, {
      timeoutMs: deadlineBootMs - bootMs() + 1000,
      what: 'The source running again',
      everyMs: 20,
    });
    expect(bootMs()).toBeLessThan(deadlineBootMs + 1000);
    expect(isAlive(installation.server.process)).toBe(false);
    expect(isAlive(installation.agents[run.source].process)).toBe(false);
  } finally {
    await setLink(run.source, 'up');
    await revive(installation);
  }
  const finished = await waitForRun(installation.api, run.runId);
  expect(finished.outcome).toBe('given-back');
  const report = await watch.end();
  expect(report.violations).toEqual([]);
  await waitUntil(() => copiesOf('counter').length === 1, { timeoutMs: 10_000, what: 'The end of the copy' });
  expect(judgeObserver(hosts, readNonce(installation.lab.dir, 'counter'))).toMatchObject({ sound: true });
}, 240_000);

test('the kill of the source prevented after the commit: the copy stays held until the source is really gone', async () => {
  const { run, watch } = await beginMove('counter');
  await waitForState(run.source, run, 'held');
  // CRIU waits in its hook. Stopped there, it cannot kill the tasks when the hook lets it go on.
  const [criu, hold] = [findVictim('source-criu', run), findVictim('source-hold', run)];
  process.kill(criu?.pid ?? 0, 'SIGSTOP');
  await waitForState(run.source, run, 'committed');
  process.kill(hold?.pid ?? 0, 'SIGSTOP');
  await sleep(4000);
  const meanwhile = copiesOf('counter');
  const destinationStates = readStates(runsDirOf(run.destination), run.runId);
  process.kill(hold?.pid ?? 0, 'SIGCONT');
  process.kill(criu?.pid ?? 0, 'SIGCONT');
  expect(meanwhile.map(({ host }) => host).sort()).toEqual(['lab-a', 'lab-b']);
  expect(meanwhile.filter(({ state }) => state === 'running')).toEqual([]);
  expect(destinationStates).not.toContain('releasing');
  const finished = await waitForRun(installation.api, run.runId);
  expect(finished.outcome).toBe('succeeded');
  expect((await watch.end()).violations).toEqual([]);
  expect(judgeObserver(hosts, readNonce(installation.lab.dir, 'counter'))).toMatchObject({ sound: true });
});

test('failure after the restore: the clients keep their connections, and unread data is there', async () => {
  const { set, stateDir } = installation.lab;
  const flood = fileURLToPath(new URL('./flood-client.py', import.meta.url));
  const startedAt = Date.now();
  const client = execOn(set, 'lab-c', ['/usr/bin/python3', flood, `10.77.${set}.100`, '7000', '12'], { stateDir });
  await sleep(1000);
  const { run, watch } = await beginMove('echo-server');
  const struck = strike({ side: 'destination', state: 'held' }, 'source-criu', run);
  const finished = await waitForRun(installation.api, run.runId);
  expect({ ...struck, error: finished.error }).toMatchObject({ struck: true });
  expect(finished.outcome).toBe('given-back');
  const { code, stdout, stderr } = await client;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const flooded = JSON.parse(stdout);
  expect(flooded).toMatchObject({ error: null });
  // At every moment, so also when the source was frozen, its socket held something that was not read yet.
  expect(flooded.leastOnTheWay).toBeGreaterThan(flooded.ownBuffers);
  const root = hosts.find(({ name }) => name === 'lab-c')?.root ?? '';
  expect(judgeClient(path.join(root, 'var/log/echo-client.jsonl'), startedAt, 'echoed')).toMatchObject({ errors: [] });
  expect((await watch.end()).violations).toEqual([]);
});

test.each(['source', 'destination'] as const)(
  'the agent of the %s killed with its whole cgroup takes no workload along',
  async (side) => {
    const { run, watch } = await beginMove('counter');
    await waitForState(run[side], run, 'held');
    const agent = installation.agents[run[side]];
    const victim = agent.process;
    writeFileSync(path.join(agent.cgroupDir, 'cgroup.kill'), '1');
    await waitUntil(() => !isAlive(victim), { timeoutMs: 5000, what: 'The death of the agent', everyMs: 1 });
    await sleep(500);
    await revive(installation);
    const finished = await waitForRun(installation.api, run.runId);
    expect(['succeeded', 'given-back']).toContain(finished.outcome);
    expect((await watch.end()).violations).toEqual([]);
    expect(copiesOf('counter')).toMatchObject([{ state: 'running' }]);
    // Every other workload of the host is there as before.
    for (const workload of ['redis', 'echo-server', 'file-lock'])
      expect(copiesOf(workload)).toMatchObject([{ state: 'running' }]);
    expect(judgeObserver(hosts, readNonce(installation.lab.dir, 'counter'))).toMatchObject({ sound: true });
  },
);
