import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { execOn, spawnOn } from '../../tools/lab/index.mjs';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts } from '../judge/lab-hosts.mjs';
import { startMove, waitForRun } from '../kill/move-workload.mjs';
import { watchWorkload } from '../kill/watch-workload.mjs';

const name = 'process-tree';
const port = 7010;
const nonce = randomUUID();
const program = fileURLToPath(new URL('./process-tree.py', import.meta.url));
const client = fileURLToPath(new URL('./ask-tree.py', import.meta.url));

let installation: Installation;
let hosts: ReturnType<typeof readLabHosts>;
const address = () => `10.77.${installation.lab.set}.110`;
const inside = (host: string, argv: string[]) =>
  execOn(installation.lab.set, host, argv, { stateDir: installation.lab.stateDir });

beforeAll(async () => {
  installation = await startInstallation({ name: 'tree', criuPath: inject('criuPath'), labSet: inject('labSet') });
  hosts = readLabHosts(installation.lab.dir);
  await startTree();
});
afterAll(async () => {
  for (const pid of carriers()) process.kill(pid, 'SIGKILL');
  for (const { root } of hosts ?? []) rmSync(`${root}/etc/godwit/workloads.d/${name}.json`, { force: true });
  await installation?.stop();
});

/** Started as the lab starts its own: in a cgroup, with a definition, a service address and a nonce. */
const startTree = async () => {
  const root = hosts.find((host) => host.name === 'lab-a')?.root ?? '';
  const given = await inside('lab-a', ['ip', 'address', 'replace', `${address()}/32`, 'dev', 'eth0']);
  expect(given).toMatchObject({ code: 0 });
  const definition = { name, cgroup: `/workloads/${name}`, serviceAddress: address() };
  mkdirSync(`${root}/etc/godwit/workloads.d`, { recursive: true });
  writeFileSync(`${root}/etc/godwit/workloads.d/${name}.json`, JSON.stringify(definition));
  writeFileSync(path.join(installation.lab.dir, 'workloads', `${name}.json`), JSON.stringify({ name, nonce }));
  await spawnOn(installation.lab.set, 'lab-a', ['/usr/bin/python3', program, address(), String(port)], {
    logFile: '/dev/null',
    cgroup: `/workloads/${name}`,
    env: { GODWIT_LAB_NONCE: nonce },
    stateDir: installation.lab.stateDir,
  });
  await waitUntil(() => carriers().length === 10, { timeoutMs: 10_000, what: 'Ten processes' });
};

const carriers = (): number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && read(`/proc/${entry}/environ`).includes(`GODWIT_LAB_NONCE=${nonce}`))
    .map(Number);

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** The tree as its own host sees it: ids, parents, groups and sessions, and niceness. */
const describeTree = () =>
  carriers()
    .map(describeProcess)
    .sort((one, other) => one.ids[0] - other.ids[0]);

const describeProcess = (pid: number) => {
  const status = read(`/proc/${pid}/status`);
  const inner = (key: string) => Number(new RegExp(`^${key}:.*?(\\d+)$`, 'm').exec(status)?.[1]);
  const stat = read(`/proc/${pid}/stat`);
  const nice = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  return { ids: [inner('NSpid'), inner('NSpgid'), inner('NSsid')] as [number, number, number], nice };
};

const parentsByPid = () =>
  Object.fromEntries(
    carriers().map((pid) => {
      const innerPid = (one: number) => Number(/^NSpid:.*?(\d+)$/m.exec(read(`/proc/${one}/status`))?.[1]);
      return [innerPid(pid), innerPid(Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]))];
    }),
  );

const isRising = (numbers: number[]): boolean =>
  numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));

test.each([
  ['lab-a', 'lab-b'],
  ['lab-b', 'lab-a'],
])(
  'ten processes with pipes, a shared listener and a session move from %s to %s as they are',
  async (from, to) => {
    const [before, parents] = [describeTree(), parentsByPid()];
    expect(before).toHaveLength(10);
    const watch = await watchWorkload(installation.lab.dir, name);
    const asking = inside('lab-c', ['/usr/bin/python3', client, address(), String(port), '8']);
    await sleep(1000);
    const { runId } = await startMove(installation.api, name, from, to);
    const run = await waitForRun(installation.api, runId);
    expect({ outcome: run.outcome, error: run.error }).toEqual({ outcome: 'succeeded', error: null });
    expect(findCopies(nonce, hosts)).toMatchObject([{ host: to, state: 'running' }]);
    expect(describeTree()).toEqual(before);
    expect(parentsByPid()).toEqual(parents);
    expect((await watch.end()).violations).toEqual([]);

    const { code, stdout } = await asking;
    const { standing, fresh, error } = JSON.parse(stdout);
    expect({ code, error }).toEqual({ code: 0, error: null });
    // One connection, one process, before and after; the two others serve the new ones.
    expect(new Set(standing.pids).size).toBe(1);
    expect(new Set([...standing.pids, ...fresh.pids]).size).toBeGreaterThan(1);
    expect(isRising(standing.numbers)).toBe(true);
    const after = await inside('lab-c', ['/usr/bin/python3', client, address(), String(port), '0.5']);
    expect(JSON.parse(after.stdout)).toMatchObject({ error: null });
    expect(Math.min(...JSON.parse(after.stdout).fresh.numbers)).toBeGreaterThan(standing.numbers.at(-1));
  },
  120_000,
);
