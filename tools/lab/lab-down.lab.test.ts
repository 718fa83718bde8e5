import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { execOn, labDown, labLayout, labStatus, labUp, spawnOn } from './index.mjs';
import { findTraces, listAllNamespaces, listNamespacesOf, takeMachineSnapshot } from './machine-snapshot.mjs';
import { runArgv } from './run-argv.mjs';

const set = 191;
const lab = labLayout(set);
const labCommand = fileURLToPath(new URL('./lab.mjs', import.meta.url));
type Snapshot = ReturnType<typeof takeMachineSnapshot>;
let before: Snapshot;

beforeEach(async () => {
  await labDown({ set });
  before = takeMachineSnapshot(set);
});
afterEach(() => labDown({ set }));

/** Everything that must be as it was: the machine, its processes, and the lab's files. */
function expectNothingLeft(namespaces: string[] = []) {
  expect(takeMachineSnapshot(set)).toEqual(before);
  expect(findTraces([`/lab-${set}/`, `godwit-lab-${set}`, `10.77.${set}.`])).toEqual([]);
  const inUse = listAllNamespaces();
  expect(namespaces.filter((one) => inUse.has(one))).toEqual([]);
  expect(existsSync(lab.dir)).toBe(false);
}

/** Those of the hosts' namespaces that are not the machine's own. */
function labNamespaces(): string[] {
  const own = new Set(listNamespacesOf(process.pid));
  const pids = labStatus({ set }).hosts.map((host) => host.pid);
  return pids.flatMap((pid) => listNamespacesOf(pid).filter((one) => !own.has(one)));
}

/** Some of what is found dies together with the host whose pid 1 was killed just before. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

describe('labDown', () => {
  it('leaves the machine as it was before labUp', async () => {
    const status = await labUp({ set });
    expect(status.up).toBe(true);
    const during = takeMachineSnapshot(set);
    expect(during.mounts).not.toEqual(before.mounts);
    expect(during.links).not.toEqual(before.links);
    expect(during.cgroups).not.toEqual(before.cgroups);
    const namespaces = labNamespaces();
    expect(namespaces).toHaveLength(3 * 7);
    expect(findTraces([`godwit-lab-${set}`]).length).toBeGreaterThan(10);
    await labDown({ set });
    expectNothingLeft(namespaces);
  });

  it('does nothing, and no harm, where there is no lab', async () => {
    await labDown({ set });
    await labDown({ set });
    expectNothingLeft();
  });

  it('removes a lab of which everything that could be killed was killed', async () => {
    const { hosts } = await labUp({ set });
    const namespaces = labNamespaces();
    process.kill(hosts[0].pid as number, 'SIGKILL');
    for (const pid of findTraces([`10.77.${set}.`])) killIfAlive(pid);
    await labDown({ set });
    expectNothingLeft(namespaces);
  });

  it('removes a lab whose record is lost, and one whose record is torn', async () => {
    await labUp({ set, workloads: false });
    rmSync(lab.recordFile);
    await labDown({ set });
    expectNothingLeft();
    await labUp({ set, workloads: false });
    writeFileSync(lab.recordFile, readFileSync(lab.recordFile, 'utf8').slice(0, 40));
    await labDown({ set });
    expectNothingLeft();
  });

  it('removes a lab whose bridge and cgroup mount are gone, with a frozen workload in it', async () => {
    await labUp({ set });
    const namespaces = labNamespaces();
    writeFileSync(path.join(lab.hosts[0]!.cgroupDir, 'workloads/counter/cgroup.freeze'), '1');
    runArgv(['ip', 'link', 'delete', lab.bridge]);
    runArgv(['umount', lab.cgroupMount]);
    await labDown({ set });
    expectNothingLeft(namespaces);
  });

  it('removes rules, mounts and processes that were made inside a host', async () => {
    await labUp({ set, workloads: false });
    const namespaces = labNamespaces();
    await execOn(set, 'lab-b', ['nft', 'add', 'table', 'inet', 'left-over']);
    await execOn(set, 'lab-b', ['mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
    await spawnOn(set, 'lab-b', ['sleep', '1000'], { cgroup: '/godwit/agent', logFile: '/var/log/agent.log' });
    await labDown({ set });
    expectNothingLeft(namespaces);
  });

  it.each([15, 60, 120, 200, 300, 450])('removes what an up killed after %i ms had made', async (delayMs) => {
    const up = spawn(process.execPath, [labCommand, 'up', '--set', String(set)], { detached: true, stdio: 'ignore' });
    await sleep(delayMs);
    process.kill(-(up.pid as number), 'SIGKILL');
    await once(up, 'exit');
    await labDown({ set });
    expectNothingLeft();
  });
});

describe('labUp', () => {
  it('repairs a lab of which one host died, and leaves the others alone', async () => {
    const first = await labUp({ set });
    await execOn(set, 'lab-a', ['touch', '/root/on-disk']);
    process.kill(first.hosts[0].pid as number, 'SIGKILL');
    await sleep(50);
    expect(labStatus({ set }).up).toBe(false);
    const second = await labUp({ set });
    expect(second.up).toBe(true);
    expect(second.hosts[0].pid).not.toBe(first.hosts[0].pid);
    expect(second.hosts[1].pid).toBe(first.hosts[1].pid);
    expect((await execOn(set, 'lab-a', ['ls', '/root/on-disk'])).code).toBe(0);
    expect(second.workloads.every((one) => one.missingProgram || one.runsOn.length === 1)).toBe(true);
  });

  it('finishes what an up that was killed had begun', async () => {
    const up = spawn(process.execPath, [labCommand, 'up', '--set', String(set)], { detached: true, stdio: 'ignore' });
    await sleep(250);
    process.kill(-(up.pid as number), 'SIGKILL');
    await once(up, 'exit');
    expect((await labUp({ set })).up).toBe(true);
  });

  it('refuses a set that another state directory owns', async () => {
    await labUp({ set, workloads: false });
    await expect(labUp({ set, stateDir: '/var/lib/godwit-elsewhere' })).rejects.toThrow(
      /in use by the state directory/,
    );
    await expect(labDown({ set, stateDir: '/var/lib/godwit-elsewhere' })).rejects.toThrow(/in use by/);
    expect(labStatus({ set }).up).toBe(true);
  });

  it('boots the same disks after a power-off', async () => {
    await labUp({ set, workloads: false });
    await execOn(set, 'lab-b', ['touch', '/root/kept', '/var/lib/godwit/kept']);
    const boot = await execOn(set, 'lab-b', ['cat', '/proc/sys/kernel/random/boot_id', '/etc/machine-id']);
    await labDown({ set, keepDisks: true });
    expect(takeMachineSnapshot(set)).toEqual(before);
    await labUp({ set, workloads: false });
    expect((await execOn(set, 'lab-b', ['ls', '/root/kept', '/var/lib/godwit/kept'])).code).toBe(0);
    const again = await execOn(set, 'lab-b', ['cat', '/proc/sys/kernel/random/boot_id', '/etc/machine-id']);
    const [bootId, machineId] = boot.stdout.split('\n');
    expect(again.stdout.split('\n')[0]).not.toBe(bootId);
    expect(again.stdout.split('\n')[1]).toBe(machineId);
  });
});
