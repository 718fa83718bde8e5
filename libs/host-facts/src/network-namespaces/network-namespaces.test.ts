import { spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { known, type Task } from '@godwit/domain/facts';
import { expect, it } from 'vitest';
import { collectIpcNamespaces } from '../ipc/collect-ipc-namespaces.ts';
import { parseQueues, parseSegments, parseSemaphores } from '../ipc/parse-sysvipc.ts';
import { collectNamespaceDetails } from '../namespaces/collect-namespace-details.ts';
import { loadLibc } from '../native/libc.ts';
import { readNamespaces } from '../tree/read-namespaces.ts';
import { collectNetworkNamespaces } from './collect-network-namespaces.ts';

const taskOf = (pid: number) =>
  ({
    pid,
    state: 'S',
    namespaces: known(readNamespaces(`/proc/${pid}/ns`)),
    threads: [],
    fds: known([]),
  }) as unknown as Task;

it('reads links, settings and System V objects inside, and leaves this thread where it was', async () => {
  const setUp =
    'ip link set lo up; ip link add a0 type veth peer name a1; ip link add br0 type bridge; ip link set br0 up; ip neigh add 10.0.0.9 lladdr 00:11:22:33:44:55 dev br0 nud permanent; tc qdisc add dev lo root tbf rate 1mbit burst 10k latency 50ms; echo 77 > /proc/sys/net/core/somaxconn; exec sleep 60';
  const child = spawn('unshare', ['--net', '--ipc', 'sh', '-c', setUp], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  try {
    for (let left = 200; left > 0 && !readlinkSync(`/proc/${pid}/exe`).includes('sleep'); left--) await setTimeout(25);
    const before = readlinkSync('/proc/thread-self/ns/net');
    const found = collectNetworkNamespaces([taskOf(pid)], loadLibc());
    expect(readlinkSync('/proc/thread-self/ns/net')).toBe(before);
    const [inside] = found.known ? found.value : [];
    const links = inside?.links.known ? inside.links.value : [];
    expect(links.map(({ name, kind, peerElsewhere }) => ({ name, kind, peerElsewhere }))).toEqual(
      expect.arrayContaining([
        { name: 'lo', kind: null, peerElsewhere: false },
        { name: 'a0', kind: 'veth', peerElsewhere: false },
        { name: 'br0', kind: 'bridge', peerElsewhere: false },
      ]),
    );
    expect(inside).toMatchObject({
      heldBy: null,
      neighbours: known(1),
      disciplines: known([{ kind: 'tbf' }]),
      settings: known([{ name: 'net.core.somaxconn', value: '77' }]),
    });
    expect(collectIpcNamespaces([taskOf(pid)], loadLibc())).toMatchObject({
      value: [{ ofReader: false, objects: { known: true, value: [] } }],
    });
    const details = collectNamespaceDetails([taskOf(pid)], loadLibc());
    const user = readNamespaces('/proc/self/ns').user;
    expect(details).toMatchObject({ value: { children: [], held: [], timeOffsets: null, owners: { net: user } } });
  } finally {
    child.kill('SIGKILL');
  }
});

it('reads the tables of System V objects by the names of their columns', () => {
  const shm =
    '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n         5          0  1600                  4096   100   101      1     0     0     0     0          0          0          0                     0                     0\n';
  expect(parseSegments(shm)).toEqual([
    { kind: 'memory', id: 0, key: '5', bytes: 4096, pids: [100, 101], hugePages: false },
  ]);
  const sem =
    '       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n         7          3   600          2     0     0     0     0          0          0\n';
  expect(parseSemaphores(sem)).toMatchObject([{ kind: 'semaphores', id: 3, bytes: 16, pids: [] }]);
  const msg =
    '       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n         8          1   600           5          1   100     0     0     0     0     0          0          0          0\n';
  expect(parseQueues(msg)).toMatchObject([{ kind: 'queue', bytes: 5, pids: [100] }]);
});
