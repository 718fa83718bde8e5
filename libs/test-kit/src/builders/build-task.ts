import { type FileIdentity, known, type Mapping, type OpenFd, type Task, type Thread } from '@godwit/domain/facts';
import { buildIdentity } from './build-identity.ts';

/** A running thread; its id is that of the process unless told otherwise. */
export const buildThread = (changes: Partial<Thread> = {}): Thread => ({
  tid: 100,
  state: 'S',
  startTimeTicks: 5000,
  tracerPid: 0,
  nsTids: [changes.tid ?? 100],
  schedulingPolicy: 0,
  nice: 0,
  allowedCpus: '0-3',
  ...changes,
});

type FdChanges = Partial<Omit<OpenFd, 'identity'>> & { identity?: Partial<FileIdentity> };

/** A descriptor of a regular file that is open for reading. */
export const buildFd = ({ identity, ...changes }: FdChanges = {}): OpenFd => {
  const link = changes.link ?? '/etc/counter.conf';
  const isFile = (changes.kind ?? 'file') === 'file';
  return {
    fd: 3,
    link,
    kind: 'file',
    flags: 0,
    position: 0,
    mountId: 25,
    inode: identity?.ino ?? '2002',
    locks: [],
    details: [],
    ...(isFile ? { identity: buildIdentity({ path: link, ino: '2002', mode: 0o644, ...identity }) } : {}),
    ...changes,
  };
};

type MappingChanges = Partial<Omit<Mapping, 'identity'>> & { identity?: Partial<FileIdentity> };

/** A mapping of anonymous memory; with `identity` one of a file. */
export const buildMapping = ({ identity, ...changes }: MappingChanges = {}): Mapping => ({
  start: '7f0000000000',
  end: '7f0000010000',
  sizeBytes: 65_536,
  permissions: 'rw-p',
  offset: '0',
  dev: '0:0',
  inode: '0',
  path: '',
  deleted: false,
  vmFlags: ['rd', 'wr', 'mr', 'mw', 'me', 'ac'],
  rssBytes: 4096,
  privateDirtyBytes: 4096,
  ...(identity === undefined ? {} : { identity: buildIdentity(identity) }),
  ...changes,
});

type TaskChanges = Partial<Omit<Task, 'fds' | 'mappings' | 'exe' | 'cwd'>> & {
  fds?: OpenFd[];
  mappings?: Mapping[];
  exe?: Partial<FileIdentity>;
  cwd?: Partial<FileIdentity>;
};

/** A detached process that leads its own session, owned by root, with its streams on /dev/null. */
export const buildTask = ({ fds, mappings, exe, cwd, ...changes }: TaskChanges = {}): Task => {
  const pid = changes.pid ?? 100;
  return {
    pid,
    ppid: 1,
    pgid: pid,
    sid: pid,
    nsPids: [pid],
    nsSids: [changes.sid ?? pid],
    nsPgids: [changes.pgid ?? pid],
    comm: 'counter',
    commandLine: known(['/usr/bin/counter']),
    state: 'S',
    startTimeTicks: 5000,
    ttyNr: 0,
    tracerPid: 0,
    uids: [0, 0, 0, 0],
    gids: [0, 0, 0, 0],
    capEffective: '000001fffeffffff',
    seccompMode: 0,
    noNewPrivs: false,
    threads: [buildThread({ tid: pid })],
    exe: known(buildIdentity(exe)),
    cwd: known(buildIdentity({ path: '/', kind: 'directory', ino: '2', nlink: 20, ...cwd })),
    root: known(buildIdentity({ path: '/', kind: 'directory', ino: '2', nlink: 20 })),
    cgroups: known([{ controllers: '', path: '/counter' }]),
    namespaces: known({ ...hostNamespaces }),
    fds: known(fds ?? []),
    mappings: known(mappings ?? []),
    ...changes,
  };
};

/** Namespaces shared by the host, the reader of the facts and any task that has none of its own. */
export const hostNamespaces = {
  cgroup: '4026531835',
  ipc: '4026531839',
  mnt: '4026531841',
  net: '4026531840',
  pid: '4026531836',
  time: '4026531834',
  user: '4026531837',
  uts: '4026531838',
} as const;
