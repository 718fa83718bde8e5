import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCriu } from '../criu/find-criu.mjs';
import { listCgroupPids } from './cgroups.mjs';
import { prepareEnd, readErrors } from './hand-move/held-criu.mjs';
import {
  counterMarker,
  execOn,
  labDown,
  labLayout,
  labStatus,
  labUp,
  restartWorkload,
  startWorkload,
  stopWorkload,
} from './index.mjs';
import { readInnerPid, readParent } from './processes.mjs';

const set = 194;
const lab = labLayout(set);
let criu: string;

beforeAll(async () => {
  const found = await findCriu();
  if (!found.found) throw new Error(found.reason);
  criu = found.path;
  await labDown({ set });
  await labUp({ set });
  await sleep(2500);
});
afterAll(() => labDown({ set }));

function find(name: string) {
  return labStatus({ set }).workloads.find((one: { name: string }) => one.name === name)!;
}

function rootOf(name: string): { pid: number; insidePid: number } {
  const host = lab.hosts.find((one: { name: string }) => one.name === find(name).home)!;
  const pids = listCgroupPids(path.join(host.cgroupDir, 'workloads', name));
  const pid = pids.find((one: number) => !pids.includes(readParent(one) as number)) as number;
  return { pid, insidePid: readInnerPid(pid) as number };
}

/** Dumps a workload where it runs, leaving it running, and restores it on another host; tells CRIU's errors of each. */
async function tryCriu(name: string, to: string, options: string[] = []) {
  const { home } = find(name);
  const [source, destination] = [prepareEnd(lab, home, name), prepareEnd(lab, to, name)];
  const inside = (command: string) => [
    '--images-dir',
    `${source.inside}/images`,
    '--log-file',
    `${command}.log`,
    '-v4',
    '--manage-cgroups=ignore',
  ];
  const tree = String(rootOf(name).insidePid);
  const dumped = await execOn(set, home, [
    criu,
    'dump',
    '--leave-running',
    '--tree',
    tree,
    ...inside('dump'),
    ...options,
  ]);
  if (dumped.code !== 0) return { dump: readErrors(source, 'dump.log').join('\n') };
  cpSync(path.join(source.outside, 'images'), path.join(destination.outside, 'images'), { recursive: true });
  const restored = await execOn(set, to, [criu, 'restore', '--restore-detached', ...inside('restore'), ...options]);
  return restored.code === 0 ? {} : { restore: readErrors(destination, 'restore.log').join('\n') };
}

describe('sample workloads', () => {
  it('all run, once each, on their home host', () => {
    for (const workload of labStatus({ set }).workloads) {
      expect(workload.missingProgram, workload.name).toBeUndefined();
      expect(workload.runsOn, workload.name).toEqual([workload.home]);
    }
  });

  it('have a definition by which their host lists them', async () => {
    const { stdout } = await execOn(set, 'lab-a', ['cat', '/etc/godwit/workloads.d/counter.json']);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'counter',
      cgroup: '/workloads/counter',
      serviceAddress: `10.77.${set}.101`,
    });
    const command = await execOn(set, 'lab-a', ['cat', `/proc/${rootOf('counter').insidePid}/cmdline`]);
    expect(command.stdout.split('\0').slice(0, -1)).toEqual(JSON.parse(stdout).argv);
  });

  it('the counter is what it says: 64 MiB, two threads, a timer, a listener, files; and keeps its marker to itself', async () => {
    const { pid } = rootOf('counter');
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Threads:\t2$/m);
    const response = await fetch(`http://10.77.${set}.101:7001/`);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ memoryBytes: 64 << 20, memoryIntact: true, hostname: 'lab-a' });
    expect(JSON.parse(text).ticks).toBeGreaterThan(0);
    const marker = counterMarker(find('counter').nonce);
    expect(text).not.toContain(marker);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(marker);
    const dump = await execOn(set, 'lab-a', [
      criu,
      'dump',
      '--leave-running',
      '--tcp-established',
      '--network-lock',
      'nftables',
      '--tree',
      String(rootOf('counter').insidePid),
      '--images-dir',
      '/tmp',
    ]);
    expect(dump.code).toBe(0);
    const held = await execOn(set, 'lab-a', ['grep', '--count', '--text', marker, '/tmp/pages-1.img']);
    expect(held.code).toBe(0);
  });

  it('clients are served without errors', async () => {
    for (const name of ['echo-client', 'redis-client']) {
      const { stdout } = await execOn(set, 'lab-c', ['tail', '-n', '1', `/var/log/${name}.jsonl`]);
      expect(JSON.parse(stdout), name).toMatchObject({ kind: 'summary', errors: 0, reconnects: 0 });
      expect(JSON.parse(stdout).echoed ?? JSON.parse(stdout).written, name).toBeGreaterThan(20);
    }
  });

  it('io-uring is refused at the dump', async () => {
    const { stdout } = await execOn(set, 'lab-a', ['ls', '-l', `/proc/${rootOf('io-uring').insidePid}/fd`]);
    expect(stdout).toMatch(/anon_inode:\[io_uring\]/);
    // Kernels that do not let a ring be sent over a socket fail earlier than CRIU's own "Unknown shit 600".
    expect((await tryCriu('io-uring', 'lab-b')).dump).toMatch(/send_fds failed \(-22\)|Unknown shit 600/);
  });

  it('local-script is refused at the restore, which lacks its script', async () => {
    expect((await tryCriu('local-script', 'lab-a')).restore).toMatch(/Can't open file opt\/local-script\/run\.sh/);
  });

  it('private-file is refused at the restore, which lacks its file', async () => {
    expect((await tryCriu('private-file', 'lab-a')).restore).toMatch(/Can't open file var\/lib\/private-file\/state/);
  });

  it('restart-loop is started again when it dies', async () => {
    const before = rootOf('restart-loop').pid;
    process.kill(before, 'SIGKILL');
    await sleep(800);
    expect(rootOf('restart-loop').pid).not.toBe(before);
    expect(listCgroupPids(path.join(lab.hosts[0]!.cgroupDir, 'workloads/restart-loop'))).toHaveLength(1);
  });

  it('can be stopped, started and restarted', async () => {
    await stopWorkload(lab, 'restart-loop');
    expect(find('restart-loop').runsOn).toEqual([]);
    await startWorkload(lab, 'restart-loop');
    await expect(startWorkload(lab, 'restart-loop')).rejects.toThrow(/runs already/);
    const before = find('counter').nonce;
    await restartWorkload(lab, 'counter');
    expect(find('counter').nonce).not.toBe(before);
    expect(find('counter').runsOn).toEqual(['lab-a']);
  });
});
