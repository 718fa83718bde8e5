import { buildBundle, buildFd, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import type { FactBundle, OpenFd } from '../facts/index.ts';
import { unsupportedFds } from './unsupported-fds.ts';

const holding = (...fds: OpenFd[]): FactBundle => buildBundle({ tree: { tasks: [buildTask({ fds })] } });
const anonymous = (anonInode: string, details: string[] = []): OpenFd =>
  buildFd({ fd: 5, kind: 'anon-inode', link: `anon_inode:[${anonInode}]`, anonInode, details });
const device = (path: string, rdev: string): OpenFd =>
  buildFd({ fd: 6, link: path, identity: { kind: 'character-device', rdev } });

describeRule(unsupportedFds, {
  silent: [
    {
      name: 'kinds CRIU handles',
      source: holding(
        ...['eventfd', 'eventpoll', 'inotify', 'fanotify', 'signalfd', 'timerfd'].map((name) => anonymous(name)),
      ),
    },
    { name: 'memory devices', source: holding(device('/dev/null', '1:3'), device('/dev/urandom', '1:9')) },
    { name: 'terminals and their masters', source: holding(device('/dev/pts/0', '136:0'), device('/dev/ptmx', '5:2')) },
    { name: 'a pidfd of a task in the tree', source: holding(anonymous('pidfd', ['Pid:\t100'])) },
    { name: 'a pidfd of a dead task', source: holding(anonymous('pidfd', ['Pid:\t-1'])) },
    { name: 'an ordinary pipe', source: holding(buildFd({ kind: 'pipe', link: 'pipe:[9]', inode: '9', flags: 1 })) },
    {
      name: 'a namespace the tree lives in',
      source: holding(buildFd({ kind: 'other', link: `net:[${hostNamespaces.net}]`, inode: hostNamespaces.net })),
    },
    { name: 'a tun device, which has a rule of its own', source: holding(device('/dev/net/tun', '10:200')) },
  ],
  fires: [
    {
      name: 'a performance counter',
      source: holding(anonymous('perf_event')),
      finding: {
        id: 'unsupported-fds.anonymous-inode',
        subject: { kind: 'fd', pid: 100, fd: 5, path: 'anon_inode:[perf_event]' },
      },
      criuLine: "Error (criu/files-ext.c:94): Can't dump file 3 of that type [600] (anon anon_inode:[perf_event])",
    },
    {
      name: 'a link of no known form',
      source: holding(buildFd({ kind: 'other', link: 'strange:[1]', inode: '1' })),
      finding: { id: 'unsupported-fds.anonymous-inode' },
    },
    {
      name: 'a character device',
      source: holding(device('/dev/fuse', '10:229')),
      finding: {
        id: 'unsupported-fds.device',
        evidence: {
          pid: '100',
          fd: '6',
          link: '/dev/fuse',
          deviceKind: 'character device',
          rdev: '10:229',
          path: '/dev/fuse',
        },
      },
      criuLine: "Error (criu/files-ext.c:94): Can't dump file 3 of that type [20666] (chr 10:229)",
    },
    {
      name: 'a block device',
      source: holding(buildFd({ link: '/dev/sda', identity: { kind: 'block-device', rdev: '8:0' } })),
      finding: { id: 'unsupported-fds.device' },
    },
    {
      name: 'a pidfd of a task outside',
      source: holding(anonymous('pidfd', ['Pid:\t1', 'NSpid:\t1'])),
      finding: { id: 'unsupported-fds.outside-pidfd' },
      criuLine: 'Error (criu/pidfd.c:97): pidfd: pidfd pid 1 is not a part of process tree..',
    },
    {
      name: 'a pidfd of a single thread',
      source: holding({ ...anonymous('pidfd', ['Pid:\t100']), flags: 0o202 }),
      finding: { id: 'unsupported-fds.thread-pidfd' },
      criuLine: 'Error (criu/pidfd.c:88): pidfd: PIDFD_THREAD flag is currently not supported',
    },
    {
      name: 'a pipe in packet mode',
      source: holding(buildFd({ kind: 'pipe', link: 'pipe:[9]', inode: '9', flags: 0o40001 })),
      finding: { id: 'unsupported-fds.packet-pipe' },
      criuLine: 'Error (criu/pipes.c:490): The packetized mode for pipes is not supported yet',
    },
    {
      name: 'a namespace nobody of the tree lives in',
      source: holding(buildFd({ kind: 'other', link: 'net:[4026539999]', inode: '4026539999' })),
      finding: { id: 'unsupported-fds.foreign-namespace' },
      criuLine: 'Error (criu/namespaces.c:532): No NS ID with kid 4026532659',
    },
    {
      name: 'a socket that is open only as a path',
      source: holding({ ...buildFd({ link: '/run/x', identity: { kind: 'socket' } }), flags: 0o10000000 }),
      finding: { id: 'unsupported-fds.path-only' },
      criuLine: "Error (criu/sockets.c:640): sockets: Can't get 1:39 opt: Bad file descriptor",
    },
    {
      name: 'a timer that wakes the machine',
      source: holding(anonymous('timerfd', ['clockid: 9', 'ticks: 0'])),
      finding: { id: 'unsupported-fds.alarm-timer' },
      criuLine: 'Error (criu/include/timerfd.h:42): Unknown clock type 9 for 0',
    },
    {
      name: 'a serial line of the machine, a terminal CRIU does not know',
      source: holding(device('/dev/ttyS0', '4:64')),
      finding: { id: 'unsupported-fds.device' },
      criuLine: "Error (criu/files-ext.c:94): Can't dump file 3 of that type [20600] (chr 4:64)",
    },
  ],
});
