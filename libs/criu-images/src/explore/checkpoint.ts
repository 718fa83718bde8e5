import type { DumpStats, RestoreStats } from '../stats.ts';
import type { ImageProblem } from './image-reading.ts';

/** Everything a directory of images tells, in plain values: 64-bit addresses and sequence numbers as text. */
export interface Checkpoint {
  head: CheckpointHead | null;
  /** Parents before their children, as in the image. */
  processes: CheckpointProcess[];
  sockets: CheckpointSocket[];
  /** Only of trees with a mount namespace of their own. */
  mounts: CheckpointMount[];
  sizes: CheckpointSizes;
  options: MadeWithOption[];
  statistics: { dump: DumpStats | null; restore: RestoreStats | null };
  problems: ImageProblem[];
}

export interface CheckpointHead {
  imageVersion: number;
  criuRunId: string | null;
  machine: string;
  securityModule: 'none' | 'SELinux' | 'AppArmor' | 'unknown';
  plugins: string[];
  networkLock: 'iptables' | 'nftables' | 'skip' | 'unknown';
  /** Kinds of namespace that the tree has for itself and that are in the images. */
  ownNamespaces: string[];
  /** What CLOCK_MONOTONIC showed at the dump, in seconds. */
  monotonicSeconds: number | null;
}

export const taskStates = ['alive', 'dead', 'stopped', 'zombie', 'unknown'] as const;
export type CheckpointTaskState = (typeof taskStates)[number];

export interface CheckpointProcess {
  pid: number;
  ppid: number;
  pgid: number;
  sid: number;
  threads: number[];
  state: CheckpointTaskState;
  command: string;
  uid: number | null;
  gid: number | null;
  exe: string | null;
  cwd: string | null;
  root: string | null;
  seccomp: 'off' | 'strict' | 'filter';
  files: CheckpointFile[];
  mappings: CheckpointMapping[];
  memory: CheckpointMemory;
}

/** An open descriptor. */
export interface CheckpointFile {
  fd: number;
  fileId: number;
  kind: FileKind;
  /** A path, an address, or what else tells this file from others. */
  what: string;
  access: 'read' | 'write' | 'read-write';
  closeOnExec: boolean;
  /** In bytes; only of files that have one. */
  position: number | null;
  size: number | null;
  /** How a file whose name is gone comes back: its content is in the images, or a link was left beside it. */
  deleted: 'in-images' | 'linked' | 'dead-process' | null;
}

export const fileKinds = [
  'unknown',
  'file',
  'pipe',
  'fifo',
  'inet-socket',
  'unix-socket',
  'eventfd',
  'eventpoll',
  'inotify',
  'signalfd',
  'packet-socket',
  'terminal',
  'fanotify',
  'netlink-socket',
  'namespace',
  'tun',
  'external',
  'timerfd',
  'memfd',
  'bpf-map',
  'pidfd',
] as const;
export type FileKind = (typeof fileKinds)[number];

export interface CheckpointMapping {
  /** Hexadecimal, as in /proc/PID/maps. */
  start: string;
  end: string;
  bytes: number;
  /** `rwxp` as in /proc/PID/maps. */
  access: string;
  kind: string;
  path: string | null;
}

/** Pages of one process in the images, in bytes. */
export interface CheckpointMemory {
  mappedBytes: number;
  storedBytes: number;
  /** Kept in an earlier dump of a chain. */
  parentBytes: number;
  /** Not in these images: only a lazy-pages server had them. */
  lazyBytes: number;
}

export interface CheckpointSocket {
  fileId: number;
  family: 'inet' | 'inet6' | 'unix' | 'netlink' | 'packet';
  type: string;
  protocol: string;
  state: string;
  local: string;
  remote: string;
  /** Descriptors that lead to it. */
  holders: { pid: number; fd: number }[];
  /** Bytes waiting to be read, and to be acknowledged by the other end; null where nothing says. */
  received: number | null;
  unsent: number | null;
}

export interface CheckpointMount {
  id: number;
  parentId: number;
  mountPoint: string;
  root: string;
  fsType: string;
  source: string;
  options: string;
  externalKey: string | null;
}

export interface CheckpointSizes {
  totalBytes: number;
  /** Memory contents: pages-*.img. */
  pagesBytes: number;
  /** Contents of deleted files. */
  ghostBytes: number;
  /** Shared anonymous memory, part of the pages. */
  sharedBytes: number;
  files: number;
  pageBytes: number;
}

/** An option of `criu dump` that these images show to have been given. */
export interface MadeWithOption {
  option: string;
  because: string;
  /** What `criu restore` must be given, null for nothing. */
  atRestore: string | null;
}
