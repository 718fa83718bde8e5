import { closeSync, openSync, readlinkSync } from 'node:fs';
import type { Fact, StrayFile, Task } from '@godwit/domain/facts';
import { parseFdInfo } from '../procfs/parse-fdinfo.ts';
import { attempt, readText } from '../procfs/read-text.ts';
import { ownNamespaces } from './collect-mount-namespaces.ts';
import { coveredMounts } from './covered-mounts.ts';
import { type FullMount, readMounts } from './read-mounts.ts';
import { statfsType } from './statfs-type.ts';

type Use = Pick<StrayFile, 'pid' | 'what' | 'fd' | 'path' | 'mountId' | 'kind'>;

/** O_PATH of open(2) on x86 and ARM: names a file without opening it. */
const justName = 0o10000000;

/** The mount a link of /proc leads through; null when it leads nowhere any more. */
const mountBehind = (magic: string): number | null => {
  try {
    const fd = openSync(magic, justName);
    try {
      return parseFdInfo(readText(`/proc/self/fdinfo/${fd}`)).mountId;
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
};

const terminals = new Set(['4', '5', ...Array.from({ length: 8 }, (_, index) => String(136 + index))]);
const mqueueMagic = 0x19800202;

const kindOf = (magic: string, rdev: string | undefined): StrayFile['kind'] => {
  if (rdev !== undefined && terminals.has(rdev.split(':')[0] ?? '')) return 'terminal';
  return statfsType(magic) === mqueueMagic ? 'mqueue' : '';
};

const descriptors = ({ pid, fds }: Task): Use[] =>
  (fds.known ? fds.value : [])
    .filter(({ kind, identity }) => kind === 'file' && identity !== undefined && identity.kind !== 'socket')
    .map(({ fd, link, mountId, identity }) => ({
      pid,
      what: 'descriptor',
      fd,
      path: link,
      mountId,
      kind: identity?.kind === 'character-device' ? kindOf('', identity.rdev) : '',
    }));

const linked = (pid: number, what: Use['what'], magic: string): Use[] => {
  const mountId = mountBehind(magic);
  return mountId === null ? [] : [{ pid, what, fd: null, path: readlinkSync(magic), mountId, kind: '' }];
};

/** One mapping of each mapped file: all of them came from the same mount, unless a program went to great lengths. */
const mapped = ({ pid, mappings }: Task): Use[] => {
  const files = new Map<string, string>();
  for (const { start, end, dev, inode, path, identity } of mappings.known ? mappings.value : []) {
    if (
      identity?.kind !== 'regular' ||
      !path.startsWith('/') ||
      /^\/(memfd:|secretmem|SYSV|dev\/zero|\[aio)/.test(path)
    )
      continue;
    files.set(`${dev} ${inode}`, `${start.replace(/^0+(?=.)/, '')}-${end.replace(/^0+(?=.)/, '')}`);
  }
  return [...files.values()].flatMap((range) => linked(pid, 'mapping', `/proc/${pid}/map_files/${range}`));
};

const usesOf = (task: Task, own: boolean): Use[] => [
  ...descriptors(task),
  ...linked(task.pid, 'executable', `/proc/${task.pid}/exe`),
  ...linked(task.pid, 'working-directory', `/proc/${task.pid}/cwd`),
  ...linked(task.pid, 'root-directory', `/proc/${task.pid}/root`),
  // After unshare(2) without exec(2) the program and its libraries still come from the mounts of before.
  ...(own ? mapped(task) : []),
];

/** The mount tables CRIU reads: those of the tree's own namespaces, and its own when the root task lives in that. */
const tablesFor = (tasks: readonly Task[]) => {
  const namespaces = [...ownNamespaces(tasks, 'mnt').values()];
  const own = new Set(namespaces.flat());
  const tables: FullMount[][] = namespaces.map(([first = 0]) => readMounts(first));
  if (!own.has(tasks[0]?.pid ?? 0)) tables.push(readMounts('self'));
  // In a chroot the table shows only what lies below, so it tells nothing about the rest.
  const blind = new Set(namespaces.filter(([first]) => readlinkSync(`/proc/${first}/root`) !== '/').flat());
  return {
    // CRIU leaves tracefs out of its table.
    listed: new Set(tables.flat().flatMap(({ mountId, filesystem }) => (filesystem === 'tracefs' ? [] : [mountId]))),
    covered: new Set(tables.flatMap((table) => [...coveredMounts(table)])),
    own,
    blind,
  };
};

/**
 * Files the tree has open, mapped or as a directory on mounts that CRIU cannot look up: detached ones, those of another mount
 * namespace, POSIX message queues, and mounts under other mounts.
 */
export const collectStrayFiles = (tasks: readonly Task[]): Fact<StrayFile[]> =>
  attempt('The mounts behind the files of the tree', () => {
    const living = tasks.filter(({ state }) => state !== 'Z' && state !== 'X');
    const { listed, covered, own, blind } = tablesFor(living);
    return living
      .filter(({ pid }) => !blind.has(pid))
      .flatMap((task) => usesOf(task, own.has(task.pid)))
      .filter(({ mountId }) => !listed.has(mountId) || covered.has(mountId))
      .map((use) => ({
        ...use,
        kind: use.fd === null || use.kind !== '' ? use.kind : kindOf(`/proc/${use.pid}/fd/${use.fd}`, undefined),
        state: listed.has(use.mountId) ? 'overmounted' : 'unlisted',
      }));
  });
