import type { Scenario } from '../scenario.ts';
import { each, eachBeside } from './product.ts';

const specials = [
  'userfaultfd',
  'perf-event',
  'bpf-hash',
  'bpf-array',
  'bpf-ringbuf',
  'landlock-ruleset',
  'fs-context',
  'open-tree',
  'detached-tree',
  'own-namespace',
  'own-pid-namespace',
  'other-namespace',
];

/** Descriptors without a file behind them, and terminals. */
export const descriptorScenarios: readonly Scenario[] = [
  ...each('eventfd', { value: [0, 3] }),
  ...each('timerfd', { armed: [true, false] }),
  ...each('signalfd'),
  ...each('epoll', { target: ['none', 'pipe', 'nested', 'duplicated', 'escaped', 'reused', 'elsewhere'] }),
  ...each('inotify', { of: ['file', 'folder', 'shm', 'proc', 'file-deleted', 'file-linked', 'folder-deleted'] }),
  ...each('inotify', { queued: [true] }),
  ...each('fanotify', { of: ['file', 'mount', 'filesystem'] }),
  ...each('pidfd', { of: ['self', 'child', 'dead'] }),
  ...each('pidfd', { thread: [true] }),
  ...eachBeside('pidfd', 'leaves', { of: ['outside'] }),
  ...each('special_fd', { kind: specials }),
  ...each('seccomp_listener'),
  ...each('terminal', { ends: ['both', 'master'] }),
  ...eachBeside('terminal', 'terminal_outside', { ends: ['outside'], slaves: [1, 2] }),
  ...each('controlling_terminal', { dev_tty: [false, true] }),
  ...each('process_room', { descriptors: [2, 60] }),
  ...each('many_pipes', { count: [100, 2000] }),
  ...each('huge_memfd'),
  ...each('thread_file', { of: ['thread', 'outside'] }),
  ...eachBeside('outside_clock', 'leaves'),
  ...eachBeside('waited_lock', 'waits_for_lock'),
  ...eachBeside('master_alone', 'slave_outside'),
  ...each('mapped_lock', { kind: ['posix', 'flock'] }),
  ...each('far_datagrams', { device: [false, true] }),
  ...each('tun', { tap: [false, true] }),
];
