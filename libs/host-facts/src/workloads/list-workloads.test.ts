import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workloadSchema } from '@godwit/domain/facts';
import { startChild } from '@godwit/test-kit/start-child';
import { afterAll, describe, expect, it } from 'vitest';
import { groupCommands, groupDeclared, groupUnits } from './group-workloads.ts';
import { listWorkloads } from './list-workloads.ts';
import { makeForest } from './process-forest.ts';
import { readDeclared } from './read-declared.ts';
import type { ListedProcess } from './read-processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'godwit-workloads-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const listed = (pid: number, ppid: number, more: Partial<ListedProcess> = {}): ListedProcess => ({
  pid,
  ppid,
  comm: `p${pid}`,
  startTimeTicks: pid,
  hasTerminal: false,
  commandLine: [`/bin/p${pid}`],
  cgroups: ['/'],
  cgroup2: '/',
  rssBytes: 1,
  ...more,
});

const grouping = (...processes: ListedProcess[]) => ({ forest: makeForest(processes), free: processes });

describe('grouping', () => {
  it('takes the member of a declared cgroup whose parent is outside', () => {
    const inside = { cgroup2: '/godwit/counter' };
    const all = grouping(listed(5, 1), listed(6, 5, inside), listed(7, 6, inside));
    const [found] = groupDeclared(all, [
      { name: 'counter', argv: [], cgroup: '/godwit/counter', serviceAddress: '10.0.0.9', dataDirectories: [] },
    ]);
    expect(found).toMatchObject({ key: 'declared:counter', root: { pid: 6 }, serviceAddress: '10.0.0.9' });
    expect(found!.members.map((member) => member.pid)).toEqual([6, 7]);
  });

  it('takes a unit for one workload, but not the agent or a session manager', () => {
    const inUnit = (name: string) => ({ cgroups: [`/system.slice/${name}`] });
    const all = grouping(
      listed(5, 1, inUnit('redis.service')),
      listed(6, 5, inUnit('redis.service')),
      listed(8, 1, inUnit('godwit-agent.service')),
    );
    expect(groupUnits(all).map(({ key, root }) => [key, root.pid])).toEqual([['unit:redis.service', 5]]);
  });

  it('takes every other top-level tree by its command', () => {
    const found = groupCommands(grouping(listed(5, 1), listed(6, 5), listed(9, 1)));
    expect(found.map(({ key, members }) => [key, members.length])).toEqual([
      ['command:/bin/p5', 2],
      ['command:/bin/p9', 1],
    ]);
  });
});

describe('on this machine', () => {
  it('finds a declared workload by its arguments, the same after a restart, and never itself', async () => {
    const argv = ['/bin/sleep', '98765'];
    writeFileSync(join(directory, 'sleeper.json'), JSON.stringify({ name: 'sleeper', argv }));
    const list = () => listWorkloads({ declaredDirectory: directory });
    const find = async () => (await list()).find((workload) => workload.key === 'declared:sleeper');
    const runs: number[] = [];
    for (let times = 0; times < 2; times++) {
      const child = await startChild(['/bin/sh', '-c', 'echo ready; exec /bin/sleep 98765']);
      const found = await waitFor(find);
      expect(workloadSchema.parse(found)).toMatchObject({ kind: 'declared', rootPid: child.pid, processes: 1 });
      runs.push(found.rootPid);
      child.stop();
    }
    expect(new Set(runs).size).toBe(2);
    const all = await list();
    expect(all.some((workload) => workload.rootPid === process.pid)).toBe(false);
    expect(new Set(all.map((workload) => workload.key)).size).toBe(all.length);
  });

  it('tells which definitions cannot be used', () => {
    writeFileSync(join(directory, 'broken.json'), '{');
    expect(readDeclared(directory).problems).toMatchObject([{ file: 'broken.json' }]);
    expect(readDeclared(join(directory, 'none'))).toEqual({ workloads: [], problems: [] });
  });
});

const waitFor = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < 100; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('it never came');
};
