import type { OpenFd, OtherSocket, Task, UnixSocket } from '../facts/index.ts';

/** One thing of the tree, and the probe that holds the same kind of thing. */
export interface HeldKind {
  kind: string;
  pid: number;
  /** In words, to complete "Process 7 holds ...". */
  what: string;
}

interface Holdings {
  tasks: readonly Task[];
  fds: readonly (OpenFd & { pid: number })[];
  unixSockets: readonly UnixSocket[];
  otherSockets: readonly OtherSocket[];
}

/** Anonymous inodes whose probe holds nothing special besides; inotify is left out, it depends on the file system. */
const byAnonInode: Record<string, { kind: string; what: string }> = {
  eventfd: { kind: 'eventfd', what: 'an eventfd' },
  eventpoll: { kind: 'epoll', what: 'an epoll set' },
  signalfd: { kind: 'signalfd', what: 'a signalfd' },
  timerfd: { kind: 'timerfd', what: 'a timerfd' },
};

const unixKinds: Record<UnixSocket['type'], { kind: string; what: string }> = {
  stream: { kind: 'unix-stream', what: 'a unix stream socket' },
  dgram: { kind: 'unix-datagram', what: 'a unix datagram socket' },
  seqpacket: { kind: 'unix-sequenced', what: 'a unix socket that keeps records' },
};

/**
 * The kinds of resource a tree holds that CRIU is known to carry as a rule, each with one holder: what a host may refuse
 * although no other rule expects it. Kinds whose refusal rules foretell by themselves, and internet sockets, whose rules ask
 * the probes, are not among them.
 */
export const heldKinds = ({ tasks, fds, unixSockets, otherSockets }: Holdings): HeldKind[] => {
  const held: HeldKind[] = [
    ...tasks.flatMap(ofTask),
    ...fds.flatMap(ofFd),
    ...unixSockets.map(({ type, pids }) => ({ ...unixKinds[type], pid: Math.min(...pids) })),
    ...otherSockets
      .filter(({ family }) => family === 'netlink' || family === 'packet')
      .map(({ family, pids }) => ({
        kind: family === 'netlink' ? 'netlink' : 'packet-socket',
        what: `a ${family} socket`,
        pid: Math.min(...pids),
      })),
  ];
  return held.filter((one, index) => held.findIndex(({ kind }) => kind === one.kind) === index);
};

const ofTask = ({ pid, threads, seccompMode, state }: Task): HeldKind[] => [
  { kind: 'process', pid, what: 'memory of its own' },
  ...(threads.length > 1 ? [{ kind: 'threads', pid, what: `${threads.length} threads` }] : []),
  ...(seccompMode === 2 ? [{ kind: 'seccomp-filter', pid, what: 'a seccomp filter' }] : []),
  ...(state === 'Z' ? [{ kind: 'zombie', pid, what: 'the state of a zombie' }] : []),
];

const ofFd = ({ pid, kind, anonInode, link }: OpenFd & { pid: number }): HeldKind[] => {
  const anonymous = anonInode === undefined ? undefined : byAnonInode[anonInode];
  if (anonymous !== undefined) return [{ ...anonymous, pid }];
  if (kind === 'memfd') return [{ kind: 'memfd', pid, what: 'a file in memory' }];
  if (kind === 'pipe') return [{ kind: 'pipe-data', pid, what: 'a pipe' }];
  return link.startsWith('/dev/pts/') ? [] : kind === 'file' ? [{ kind: 'open-file', pid, what: 'an open file' }] : [];
};
