import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, type Verdict, verdictSchema } from '@godwit/domain/verdict';
import { runNode } from '@godwit/test-kit/run-node';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { execOn, labStatus, spawnOn } from '../../../../tools/lab/index.mjs';
import type {} from '../../../../tools/test/lab/use-criu.ts';

const project = fileURLToPath(new URL('../../../..', import.meta.url));
const launcher = join(project, 'apps/cli/bin/godwit.mjs');
const set = inject('labSet');
const criu = inject('criuPath');
/** Where a lab host has a plain file system, and what all of them share. */
const disk = '/var/lib/godwit';
const shared = '/srv/shared/preflight-test';

beforeAll(async () => {
  const built = await runNode([join(project, 'tools/build/build.mjs'), '--only', 'cli']);
  if (built.code !== 0) throw new Error(built.stderr);
  await on('lab-a', 'mkdir', '-p', shared);
});

const on = (host: string, ...argv: string[]) => execOn(set, host, argv);
const godwit = (host: string, ...argv: string[]) => on(host, process.execPath, launcher, ...argv);

const rootPid = async (host: string, name: string): Promise<string> => {
  const { stdout } = await on(host, 'cat', `/sys/fs/cgroup/workloads/${name}/cgroup.procs`);
  const pid = stdout.split('\n').filter(Boolean)[0];
  if (pid === undefined) throw new Error(`${name} does not run on ${host}`);
  return pid;
};

const judged = (result: { code: number; stdout: string; stderr: string }): { code: number; verdict: Verdict } => {
  if (result.stdout === '') throw new Error(result.stderr);
  return { code: result.code, verdict: verdictSchema.parse(JSON.parse(result.stdout)) };
};

const preflight = async (host: string, pid: string, ...more: string[]) =>
  judged(await godwit(host, 'preflight', '--pid', pid, '--criu', criu, '--json', ...more));

/** Facts of the source with nonces, answers of the destination, and the verdict over both, as a person would do it. */
const judgeMove = async (name: string, from: string, to: string, ...more: string[]) => {
  const [source, destination] = [`${shared}/${name}-source.json`, `${shared}/${name}-destination.json`];
  const pid = await rootPid(from, name);
  const collected = await godwit(from, 'collect', '--pid', pid, '--nonces', '--criu', criu, '-o', source);
  expect(collected.code, collected.stderr).toBe(0);
  const answered = await godwit(to, 'collect', '--answering', source, '--criu', criu, '-o', destination);
  expect(answered.code, answered.stderr).toBe(0);
  await godwit(from, 'collect', '--remove-nonces', source);
  return judged(await godwit(from, 'judge', source, '--destination', destination, '--json', ...more));
};

const listNonces = async (): Promise<string> => (await on('lab-a', 'find', '/srv/shared', '-name', '.godwit-*')).stdout;

const blockers = ({ findings }: Verdict): Finding[] => findings.filter((finding) => finding.severity === 'blocker');

const dumpReal = async (host: string, pid: string, options: string[]) => {
  const images = `${disk}/preflight-test-${pid}`;
  await on(host, 'rm', '-rf', images);
  await on(host, 'mkdir', '-p', images);
  const dumped = await on(host, criu, 'dump', '-t', pid, '-D', images, '-o', 'dump.log', '-v4', ...options);
  const log = (await on(host, 'cat', `${images}/dump.log`)).stdout;
  return { code: dumped.code, log, images };
};

describe('what the preflight says of a running workload, real CRIU does', () => {
  it('io_uring: blocked, and CRIU refuses with the line that was foretold', async () => {
    const pid = await rootPid('lab-a', 'io-uring');
    const { code, verdict } = await preflight('lab-a', pid);
    expect(code).toBe(1);
    const [blocker] = blockers(verdict);
    expect(blocker).toMatchObject({ rule: 'io-uring', subject: { pid: Number(pid) } });
    const real = await dumpReal('lab-a', pid, ['--leave-running', ...verdict.options.dump]);
    expect(real.code).not.toBe(0);
    expect(real.log).toMatch(new RegExp(blocker?.criuError ?? 'never'));
  });

  it('a file lock: refused without the option, dumped with it', async () => {
    const pid = await rootPid('lab-a', 'file-lock');
    const { code, verdict } = await preflight('lab-a', pid, '--for', 'dump');
    expect(code).toBe(0);
    expect(verdict.verdict).toBe('migratable-with-options');
    expect(verdict.options.dump).toContain('--file-locks');
    const without = await dumpReal('lab-a', pid, ['--leave-running']);
    expect(without.code).not.toBe(0);
    const [finding] = verdict.findings.filter(({ severity }) => severity === 'needs-option');
    expect(without.log).toMatch(new RegExp(finding?.criuError ?? 'never'));
    expect((await dumpReal('lab-a', pid, ['--leave-running', ...verdict.options.dump])).code).toBe(0);
  });

  it('a connected TCP server: dumped and restored with just the options it names', async () => {
    const script = `
      const net = require('net');
      const server = net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1', () =>
        net.connect(server.address().port, '127.0.0.1'));
      setInterval(() => {}, 1000);`;
    const child = await spawnOn(set, 'lab-a', [process.execPath, '-e', script], {
      logFile: `${disk}/preflight-test.log`,
      cgroup: '/workloads/preflight-test',
    });
    const pid = String(child.insidePid);
    await expect
      .poll(async () => (await preflight('lab-a', pid)).verdict.options.dump, { timeout: 10_000 })
      .toContain('--tcp-established');
    const { verdict } = await preflight('lab-a', pid);
    const dumped = await dumpReal('lab-a', pid, [...verdict.options.dump, '--manage-cgroups=ignore']);
    expect(dumped.code, dumped.log.slice(-2000)).toBe(0);
    const restore = [criu, 'restore', '-D', dumped.images, '-d', ...verdict.options.restore, '--manage-cgroups=ignore'];
    const cgroup = '/workloads/preflight-test';
    const restored = await execOn(set, 'lab-a', restore, { cgroup });
    expect(restored.code, restored.stderr).toBe(0);
    expect((await preflight('lab-a', pid)).verdict.facts.processes).toBe(1);
    await on('lab-a', 'kill', '-9', pid);
  });
});

describe('a move between two hosts, judged from two bundles', () => {
  it('the counter may move: what it writes was proved to be shared', async () => {
    const before = await listNonces();
    const { code, verdict } = await judgeMove('counter', 'lab-a', 'lab-b', '--service-address', `10.77.${set}.101`);
    expect(blockers(verdict)).toEqual([]);
    expect(verdict.verdict).toBe('migratable-with-options');
    expect(code).toBe(0);
    expect(await listNonces()).toBe(before);
  });

  it('the restart loop may move, and is named as what a run holds', async () => {
    const { code, verdict } = await judgeMove('restart-loop', 'lab-a', 'lab-b');
    expect(blockers(verdict)).toEqual([]);
    expect(code).toBe(0);
    const held = verdict.findings.filter(({ id }: { id: string }) => id === 'supervisors.held');
    expect(JSON.stringify(held)).toMatch(/restart-loop/);
  });

  it.each([
    ['private-file', 'lab-b', 'lab-a', /private/],
    ['local-script', 'lab-b', 'lab-a', /local-script/],
    ['io-uring', 'lab-a', 'lab-b', /io_uring/],
  ])('%s may not, and the culprit is named', async (name, from, to, culprit) => {
    const { code, verdict } = await judgeMove(name, from, to);
    expect(verdict.verdict).toBe('blocked');
    expect(code).toBe(1);
    expect(JSON.stringify(blockers(verdict))).toMatch(culprit);
  });
});

it('looking does not stop or change the workload', async () => {
  const running = () =>
    labStatus({ set }).workloads.find(({ name }: { name: string }) => name === 'counter')?.processes;
  const state = async () => (await on('lab-a', 'cat', '/srv/shared/counter/state')).stdout;
  const pid = await rootPid('lab-a', 'counter');
  const [processes, before] = [running(), await state()];
  for (let looks = 0; looks < 5; looks++) await preflight('lab-a', pid);
  expect(await state()).not.toBe(before);
  expect(processes).toHaveLength(1);
  expect(running()).toEqual(processes);
});
