import { existsSync, statSync } from 'node:fs';
import {
  type DependedFile,
  type Fact,
  type FileIdentity,
  type fileRoles,
  type Task,
  unknown,
} from '@godwit/domain/facts';
import { scriptCandidates } from '../files/interpreter-script.ts';
import { identityOf, statBig } from '../files/read-identity.ts';
import type { RootView } from '../files/root-view.ts';
import { attempt } from '../procfs/read-text.ts';
import { mapFilesLink } from './read-mappings.ts';

type Role = (typeof fileRoles)[number];

/** A file of the tree with one way to its content from here. */
export interface GatheredFile {
  file: Omit<DependedFile, 'buildId' | 'sha256'>;
  /** A path or a link of /proc that leads to the content. */
  magic: string;
  /** Somebody of the tree holds a lease: opening the file would send a signal, which by default is deadly. */
  leased: boolean;
}

interface Sighting {
  identity: FileIdentity;
  role: Role;
  pid: number;
  writable: boolean;
  magic: string;
  leased?: boolean;
}

/** Files the kernel makes up: they have no content that could be compared. */
const pseudoFilesystems = new Set(['proc', 'sysfs', 'cgroup', 'cgroup2', 'debugfs', 'tracefs', 'securityfs', 'devpts']);

const comparable = new Set<FileIdentity['kind']>(['regular', 'directory', 'fifo', 'character-device']);

/** Access mode O_WRONLY or O_RDWR of open(2); O_PATH gives none. */
const opensForWriting = (flags: number): boolean => (flags & 0o3) !== 0 && (flags & 0o10000000) === 0;

const isTerminal = (identity: FileIdentity): boolean =>
  identity.kind === 'character-device' && /^(13[6-9]|14[0-3]|4|5):/.test(identity.rdev);

const openFiles = (task: Task): Sighting[] =>
  !task.fds.known
    ? []
    : task.fds.value.flatMap((open) => {
        const { identity } = open;
        if (open.kind !== 'file' || identity === undefined || isTerminal(identity)) return [];
        if (!comparable.has(identity.kind) || pseudoFilesystems.has(identity.filesystem ?? '')) return [];
        const writable = identity.kind === 'regular' && opensForWriting(open.flags);
        const leased = open.locks.some((lock) => lock.kind === 'lease');
        return [{ identity, role: 'open', pid: task.pid, writable, magic: `/proc/${task.pid}/fd/${open.fd}`, leased }];
      });

const isExecutableOf = (task: Task, identity: FileIdentity): boolean =>
  task.exe.known && task.exe.value.ino === identity.ino && task.exe.value.dev === identity.dev;

/** A library is mapped in five pieces, and only what their permissions make of it counts. */
const mappedFiles = (task: Task): Sighting[] => {
  if (!task.mappings.known) return [];
  const seen = new Map<FileIdentity, Set<string>>();
  return task.mappings.value.flatMap((mapping) => {
    const { identity, permissions } = mapping;
    if (identity === undefined || seen.get(identity)?.has(permissions) === true) return [];
    seen.set(identity, (seen.get(identity) ?? new Set()).add(permissions));
    if (!comparable.has(identity.kind) || isExecutableOf(task, identity)) return [];
    const writable = permissions.includes('w') && permissions.endsWith('s');
    const role: Role = permissions.includes('x') ? 'library' : 'mapped';
    return [{ identity, role, pid: task.pid, writable, magic: mapFilesLink(task.pid, mapping) }];
  });
};

const linked = (task: Task): Sighting[] =>
  (['exe', 'cwd', 'root'] as const).flatMap((name) => {
    const identity = task[name];
    if (!identity.known) return [];
    const role: Role = name === 'exe' ? 'executable' : name;
    return [{ identity: identity.value, role, pid: task.pid, writable: false, magic: `/proc/${task.pid}/${name}` }];
  });

const isRegular = (path: string): boolean => existsSync(path) && statSync(path).isFile();

const script = (task: Task, view: RootView): Sighting[] => {
  if (!task.exe.known || !task.commandLine.known) return [];
  const cwd = task.cwd.known ? task.cwd.value.path : null;
  const from = { cwd, printed: view.printed };
  for (const path of scriptCandidates(task.exe.value.path, task.commandLine.value, from)) {
    const magic = view.lookup(path);
    if (magic === null || !isRegular(magic)) continue;
    const identity = identityOf(statBig(magic), path, 'linked');
    return [{ identity, role: 'script', pid: task.pid, writable: false, magic }];
  }
  return [];
};

const newFile = (identity: FileIdentity): GatheredFile['file'] => ({
  path: identity.path,
  roles: [],
  pids: [],
  identity,
  openForWriting: false,
});

const merge = (sightings: readonly Sighting[]): GatheredFile[] => {
  const files = new Map<string, GatheredFile>();
  for (const { identity, role, pid, writable, magic, leased = false } of sightings) {
    // One path may stand for two files: an open one that was replaced, and the one that took its place.
    const key = `${identity.dev} ${identity.ino} ${identity.path}`;
    const file = files.get(key)?.file ?? newFile(identity);
    if (!file.roles.includes(role)) file.roles.push(role);
    if (!file.pids.includes(pid)) file.pids.push(pid);
    file.openForWriting ||= writable;
    files.set(key, { file, magic: files.get(key)?.magic ?? magic, leased: leased || files.get(key)?.leased === true });
  }
  return [...files.values()];
};

interface TaskWithView {
  task: Task;
  view: Fact<RootView>;
}

/** Why the list of files would have holes, or null when it has none. */
const hole = ({ task, view }: TaskWithView): string | null => {
  if (task.state === 'Z') return null;
  const facts: Fact<unknown>[] = [view, task.fds, task.mappings, task.exe, task.cwd, task.root];
  const missing = facts.find((fact) => !fact.known);
  return missing === undefined || missing.known ? null : missing.reason;
};

/** The files a tree depends on, each once. Unknown as soon as one task's files could not be read. */
export const gatherFiles = (tasks: readonly TaskWithView[]): Fact<GatheredFile[]> => {
  const reason = tasks.map(hole).find((text) => text !== null);
  if (reason !== undefined && reason !== null) return unknown(reason);
  const sight = ({ task, view }: TaskWithView): Sighting[] => [
    ...linked(task),
    ...mappedFiles(task),
    ...openFiles(task),
    ...(view.known ? script(task, view.value) : []),
  ];
  return attempt('A file of the tree', () => merge(tasks.flatMap(sight)));
};
