import { known, type Mapping, type OpenFd, type Task, type Thread, unknown } from '@godwit/domain/facts';
import { imageKinds } from '../decode/registry.ts';
import type { Checkpoint, CheckpointFile, CheckpointMapping, CheckpointProcess } from '../explore/checkpoint.ts';
import type { FileEntry } from '../explore/describe-file.ts';
import { type ImageReading, readEntries } from '../explore/image-reading.ts';
import type { FileTable } from '../explore/load-files.ts';
import type { credentials as credentialsMessage } from '../messages/credentials.ts';
import type { Decoded } from '../messages/message.ts';

type Credentials = Decoded<typeof credentialsMessage>;

/** Words of 32 bits, the lowest first, as one mask in the form of /proc/PID/status. */
const maskOf = (words: readonly number[]): string =>
  words
    .reduce((mask, word, index) => mask | (BigInt(word) << BigInt(32 * index)), 0n)
    .toString(16)
    .padStart(16, '0');

const lockKinds: Record<number, OpenFd['locks'][number]['kind']> = { 1: 'posix', 2: 'flock', 32: 'lease', 1024: 'ofd' };

type Locks = Map<string, OpenFd['locks']>;

const locksOf = (reading: ImageReading): Locks => {
  const locks: Locks = new Map();
  for (const { flag, type, pid, fd } of readEntries(reading, imageKinds.fileLocks, 'filelocks.img')) {
    const lock = { kind: lockKinds[flag] ?? 'other', access: type === 0 ? 'READ' : 'WRITE', line: 'filelocks.img' };
    const key = `${pid} ${fd}`;
    locks.set(key, [...(locks.get(key) ?? []), lock]);
  }
  return locks;
};

const fdKinds: Partial<Record<CheckpointFile['kind'], OpenFd['kind']>> = {
  file: 'file',
  fifo: 'file',
  terminal: 'file',
  pipe: 'pipe',
  memfd: 'memfd',
  'inet-socket': 'socket',
  'unix-socket': 'socket',
  'netlink-socket': 'socket',
  'packet-socket': 'socket',
};
const anonymous: Partial<Record<CheckpointFile['kind'], string>> = {
  eventpoll: 'eventpoll',
  inotify: 'inotify',
  fanotify: 'fanotify',
};

type Watches = NonNullable<OpenFd['watches']>;

const watchesOf = ({ inotify, fanotify }: FileEntry): Watches => [
  ...(inotify?.watches ?? []).map(({ inode, handle }) => ({
    kind: 'inode' as const,
    dev: '0:0',
    ino: String(inode),
    ...(handle?.path === undefined ? {} : { path: handle.path }),
  })),
  ...(fanotify?.marks ?? []).map(({ inodeMark }) => ({
    kind: inodeMark === undefined ? ('mount' as const) : ('inode' as const),
    dev: '0:0',
    ino: String(inodeMark?.inode ?? 0),
    ...(inodeMark?.handle?.path === undefined ? {} : { path: inodeMark.handle.path }),
  })),
];

/** rdev of /dev/ptmx (5:2) as CRIU writes it: the end that makes a pair. */
const masterDevice = 0x502;

const terminalIndexes = (reading: ImageReading): Map<number, number> =>
  new Map(
    readEntries(reading, imageKinds.ttyInfo, 'tty-info.img').flatMap(({ id, device, pty }) =>
      device === masterDevice && pty !== undefined ? [[id, pty.index]] : [],
    ),
  );

interface Surroundings {
  reading: ImageReading;
  table: FileTable;
  locks: Locks;
  masters: Map<number, number>;
}

const identityFor = (path: string): NonNullable<OpenFd['identity']> => ({
  path,
  kind: 'regular',
  dev: '0:0',
  ino: '0',
  mode: 0,
  sizeBytes: 0,
  allocatedBytes: 0,
  nlink: 1,
  rdev: '0:0',
  uid: 0,
  gid: 0,
  mtimeMs: 0,
  state: 'linked',
});

const describeFd = (file: CheckpointFile, pid: number, around: Surroundings): OpenFd => {
  const entry = around.table.entries.get(file.fileId);
  const index = entry?.tty === undefined ? undefined : around.masters.get(entry.tty.ttyId);
  const anonInode = anonymous[file.kind];
  const isFile = file.kind === 'file' && file.deleted === null;
  const watches = entry === undefined ? [] : watchesOf(entry);
  return {
    fd: file.fd,
    link: file.what,
    kind: fdKinds[file.kind] ?? 'anon-inode',
    ...(anonInode === undefined ? {} : { anonInode }),
    flags: file.access === 'read' ? 0 : file.access === 'write' ? 1 : 2,
    position: file.position ?? 0,
    mountId: 0,
    inode: String(file.fileId),
    ...(isFile ? { identity: identityFor(file.what) } : {}),
    locks: around.locks.get(`${pid} ${file.fd}`) ?? [],
    details: index === undefined ? [] : [`tty-index:\t${index}`],
    ...(watches.length === 0 ? {} : { watches }),
  };
};

const pathOf = ({ kind, path }: CheckpointMapping): string => {
  if (kind === 'aio ring') return '/[aio] (deleted)';
  if (kind === 'vsyscall') return '[vsyscall]';
  return kind === 'sysv shared memory' ? '/SYSV00000000' : (path ?? '');
};

const describeMapping = (mapping: CheckpointMapping): Mapping => ({
  start: mapping.start,
  end: mapping.end,
  sizeBytes: mapping.bytes,
  permissions: mapping.access,
  offset: '0',
  dev: '0:0',
  inode: '0',
  path: pathOf(mapping),
  deleted: false,
  vmFlags: mapping.kind === 'shadow stack' ? ['ss'] : [],
  rssBytes: 0,
  privateDirtyBytes: 0,
});

const describeThread = (reading: ImageReading, tid: number): Thread => {
  const thread = readEntries(reading, imageKinds.core, `core-${tid}.img`)[0]?.thread;
  return {
    tid,
    state: 'S',
    startTimeTicks: 0,
    tracerPid: 0,
    nsTids: [tid],
    ...(thread?.policy === undefined ? {} : { schedulingPolicy: thread.policy }),
  };
};

const states: Record<CheckpointProcess['state'], string> = {
  alive: 'S',
  stopped: 'T',
  dead: 'X',
  zombie: 'Z',
  unknown: 'S',
};
const notInImages = 'images do not tell';

const rightsOf = (credentials: Credentials | undefined) => {
  const { uid = 0, euid = 0, suid = 0, fsuid = 0, gid = 0, egid = 0, sgid = 0, fsgid = 0 } = credentials ?? {};
  return {
    uids: [uid, euid, suid, fsuid],
    gids: [gid, egid, sgid, fsgid],
    groups: credentials?.groups ?? [],
    capEffective: maskOf(credentials?.effective ?? []),
    capabilities: {
      inheritable: maskOf(credentials?.inheritable ?? []),
      permitted: maskOf(credentials?.permitted ?? []),
      effective: maskOf(credentials?.effective ?? []),
      bounding: maskOf(credentials?.bounding ?? []),
      ambient: maskOf(credentials?.ambient ?? []),
    },
    securityLabel: known(credentials?.lsmProfile || null),
  };
};

const describeTask = (process: CheckpointProcess, around: Surroundings): Task => {
  const core = readEntries(around.reading, imageKinds.core, `core-${process.pid}.img`)[0];
  const { pid, ppid, pgid, sid } = process;
  return {
    pid,
    ppid,
    pgid,
    sid,
    nsPids: [pid],
    nsSids: [sid],
    nsPgids: [pgid],
    comm: process.command,
    commandLine: unknown(notInImages),
    state: states[process.state],
    startTimeTicks: 0,
    ttyNr: 0,
    tracerPid: 0,
    ...rightsOf(core?.thread?.credentials),
    seccompMode: { off: 0, strict: 1, filter: 2 }[process.seccomp],
    noNewPrivs: false,
    threads: process.threads.map((tid) => describeThread(around.reading, tid)),
    exe: unknown(notInImages),
    cwd: unknown(notInImages),
    root: unknown(notInImages),
    cgroups: known([]),
    namespaces: unknown(notInImages),
    fds: known(process.files.map((file) => describeFd(file, pid, around))),
    mappings: known(process.mappings.map(describeMapping)),
  };
};

/** Every process of the images as a task; what images do not tell is unknown. */
export const tasksOf = (checkpoint: Checkpoint, reading: ImageReading, table: FileTable): Task[] => {
  const around = { reading, table, locks: locksOf(reading), masters: terminalIndexes(reading) };
  return checkpoint.processes.map((process) => describeTask(process, around));
};
