import { autofsDevice, deviceMajor, isTerminal, memoryMajor, tunDevice } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

const refusal = "Can't dump file \\d+ of that type";

export const unsupportedFds = defineRule({
  id: 'unsupported-fds',
  title: 'Descriptors CRIU has no handler for',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'tasks', 'namespaces', 'collectorNamespaces'],
  couldBlock: true,
  findings: {
    'anonymous-inode': {
      severity: 'blocker',
      message: 'Process {pid} holds {link} as descriptor {fd}. CRIU cannot save this kind of kernel object.',
      noticed: 'frozen',
      criuError: refusal,
      remedies: [{ text: 'Close the descriptor, or restart the program without the feature that opened it.' }],
    },
    device: {
      severity: 'blocker',
      message:
        'Process {pid} has the {deviceKind} {path} ({rdev}) open as descriptor {fd}. CRIU knows only memory and terminal devices.',
      noticed: 'frozen',
      criuError: refusal,
      remedies: [
        {
          text: 'Stop the use of the device before the dump, or install the CRIU plugin of its maker (CUDA, AMD GPU).',
        },
      ],
    },
    'outside-pidfd': {
      severity: 'blocker',
      message:
        'Process {pid} watches process {target}, which is not in the tree, through the pidfd {fd}. CRIU can restore only pidfds of tasks it restores too.',
      noticed: 'frozen',
      criuError: 'pidfd pid -?\\d+ is not a part of process tree',
      remedies: [{ text: 'Close the pidfd, or choose a root that has both processes below it.' }],
    },
    'thread-pidfd': {
      severity: 'blocker',
      message:
        'Process {pid} watches a single thread through the pidfd {fd}. CRIU can restore only pidfds of whole processes.',
      noticed: 'frozen',
      criuError: 'PIDFD_THREAD',
      probe: 'pidfd-thread',
      remedies: [{ text: 'Close the pidfd, or open it for the whole process.' }],
    },
    'packet-pipe': {
      severity: 'blocker',
      message: 'Process {pid} has a pipe in packet mode (O_DIRECT) as descriptor {fd}, which CRIU cannot save.',
      noticed: 'frozen',
      criuError: 'The packetized mode for pipes is not supported yet',
      probe: 'pipe-packets',
      remedies: [{ text: 'Open the pipe without O_DIRECT.' }],
    },
    'foreign-namespace': {
      severity: 'blocker',
      message:
        'Process {pid} holds the namespace {link} as descriptor {fd}, and no process of the tree lives in it: it cannot be saved.',
      noticed: 'frozen',
      criuError: 'No NS ID with kid \\d+',
      remedies: [{ text: 'Close the descriptor.' }],
    },
    'path-only': {
      severity: 'blocker',
      message:
        'Process {pid} has the {deviceKind} {path} open only as a path (O_PATH, descriptor {fd}). CRIU treats it as an open one and fails.',
      noticed: 'frozen',
      criuError: "Can't get 1:\\d+ opt: Bad file descriptor|Can't obtain piped data size",
      remedies: [{ text: 'Let the program close the descriptor before the dump.' }],
    },
    'alarm-timer': {
      severity: 'blocker',
      message:
        'Process {pid} has a timer on clock {clock} as descriptor {fd}, one that wakes the machine. CRIU knows timers on the clocks 0, 1 and 7 only.',
      noticed: 'frozen',
      criuError: 'Unknown clock type \\d+',
      remedies: [{ text: 'Let the program use CLOCK_MONOTONIC or CLOCK_BOOTTIME, or close the timer.' }],
    },
  },
  evaluate: ({ fds, tasks, namespaces, collectorNamespaces }) => {
    const pids = new Set(tasks.map(({ pid }) => pid));
    // CRIU knows its own namespaces too; whether one can be opened again at the restore is for the rule of namespaces.
    const inodes = new Set([collectorNamespaces, ...namespaces.map(({ kinds }) => kinds)].flatMap(Object.values));
    return fds.flatMap((open) => judgeFd(open, pids, inodes) ?? []);
  },
});

type Kind =
  | 'anonymous-inode'
  | 'thread-pidfd'
  | 'device'
  | 'outside-pidfd'
  | 'packet-pipe'
  | 'foreign-namespace'
  | 'path-only'
  | 'alarm-timer';
type Open = FactValues['fds'][number];

const report = (kind: Kind, { pid, fd, link }: Open, more: Record<string, string> = {}): Reported<Kind> => ({
  kind,
  subject: { kind: 'fd', pid, fd, path: link },
  evidence: { pid: String(pid), fd: String(fd), link, ...more },
});

const judgeFd = (open: Open, pids: Set<number>, namespaceInodes: Set<string>): Reported<Kind> | null => {
  if (isPidfd(open)) return judgePidfd(open, pids);
  if (open.kind === 'anon-inode') return judgeAnonymous(open);
  if (open.kind === 'file') return judgePathOnly(open) ?? judgeDevice(open);
  if (open.kind === 'pipe') return open.flags & packetMode ? report('packet-pipe', open) : null;
  if (open.kind !== 'other') return null;
  const namespace = /^(cgroup|ipc|mnt|net|pid|time|user|uts):\[\d+\]$/.test(open.link);
  if (!namespace) return report('anonymous-inode', open);
  return namespaceInodes.has(open.inode) ? null : report('foreign-namespace', open);
};

/** O_DIRECT of open(2) on x86-64 and arm64. */
const packetMode = 0o40000;

/** Anonymous inodes with a handler in CRIU 4.2; io_uring and BPF maps have rules of their own. */
const handled = new Set(['eventfd', 'eventpoll', 'inotify', 'fanotify', 'signalfd', 'io_uring', 'bpf-map']);

/** CLOCK_REALTIME, CLOCK_MONOTONIC and CLOCK_BOOTTIME (timerfd.h of CRIU). */
const savedClocks = new Set(['0', '1', '7']);

const judgeAnonymous = (open: Open): Reported<Kind> | null => {
  const name = open.anonInode ?? '';
  if (name === 'timerfd') return judgeTimer(open);
  return handled.has(name) ? null : report('anonymous-inode', open);
};

const judgeTimer = (open: Open): Reported<Kind> | null => {
  const clock = /^clockid:\s*(\d+)/.exec(open.details.find((line) => line.startsWith('clockid:')) ?? '')?.[1] ?? '0';
  return savedClocks.has(clock) ? null : report('alarm-timer', open, { clock });
};

/** O_PATH of open(2). */
const pathOnly = 0o10000000;

const judgePathOnly = (open: Open): Reported<Kind> | null => {
  const { identity, flags } = open;
  if (identity === undefined || (flags & pathOnly) === 0) return null;
  if (identity.kind !== 'socket' && identity.kind !== 'fifo') return null;
  return report('path-only', open, { deviceKind: identity.kind === 'fifo' ? 'FIFO' : 'socket', path: identity.path });
};

const isPidfd = ({ anonInode, link }: Open): boolean => anonInode === 'pidfd' || /^pidfd:/.test(link);

/** PIDFD_THREAD of pidfd_open(2) is O_EXCL. */
const ofThread = 0o200;

const judgePidfd = (open: Open, pids: Set<number>): Reported<Kind> | null => {
  if (open.flags & ofThread) return report('thread-pidfd', open);
  const target = Number(/^Pid:\s*(-?\d+)$/.exec(open.details.find((line) => line.startsWith('Pid:')) ?? '')?.[1] ?? -1);
  // -1 means that the process is dead, which CRIU restores as such.
  return target <= 0 || pids.has(target) ? null : report('outside-pidfd', open, { target: String(target) });
};

const judgeDevice = (open: Open): Reported<Kind> | null => {
  const { identity } = open;
  if (identity === undefined) return null;
  const { kind, rdev, path } = identity;
  if (kind === 'block-device') return report('device', open, { deviceKind: 'block device', rdev, path });
  if (kind !== 'character-device' || deviceMajor(rdev) === memoryMajor || isTerminal(rdev)) return null;
  if (rdev === tunDevice || rdev === autofsDevice) return null;
  return report('device', open, { deviceKind: 'character device', rdev, path });
};
