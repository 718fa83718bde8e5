import type { OpenFd, TreeFacts } from '@godwit/domain/facts';
import type { OutsideHolders } from './outside-holders.ts';

export type OutsideLock = Extract<NonNullable<TreeFacts['outsideLocks']>, { known: true }>['value'][number];

interface LockWords {
  waiting: boolean;
  kind: string;
  access: string;
  pid: number;
  /** `fd:00:1234`: device and inode in the kernel's own form. */
  file: string;
}

/** A line of /proc/locks or of fdinfo: `1: -> FLOCK  ADVISORY  WRITE 77 fe:00:12 0 EOF` (proc_locks(5)). */
const parseLockLine = (line: string): LockWords | null => {
  const words = line.replace(/^(lock:)?\s*\d+:\s*/, '').split(/\s+/);
  const waiting = words[0] === '->';
  const [kind = '', , access = '', pid = '', file] = waiting ? words.slice(1) : words;
  return file === undefined
    ? null
    : { waiting, kind: kind.toLowerCase(), access: access.toLowerCase(), pid: Number(pid), file };
};

const sameLock = (left: string, right: string): boolean =>
  left.replace(/^\s*\d+:\s*/, '') === right.replace(/^\s*\d+:\s*/, '');

type Locked = Pick<OpenFd, 'link' | 'locks'>;

/**
 * Locks held through the same open file by a task outside: only locks that belong to the open file (flock, OFD and
 * leases) can be shared.
 */
const sharedLocks = (locked: readonly Locked[], holders: OutsideHolders): OutsideLock[] =>
  holders.locks.flatMap(({ path, pid, comm, line }) => {
    const words = parseLockLine(line);
    const ours = locked.some((fd) => fd.link === path && fd.locks.some((lock) => sameLock(lock.line, line)));
    if (words === null || !ours || words.kind === 'posix') return [];
    return [{ path, pid, comm, how: 'shares' as const, kind: words.kind, access: words.access }];
  });

/** Tasks outside that wait for a lock on a file the tree has locked, out of the text of /proc/locks. */
const awaitedLocks = (
  locked: readonly Locked[],
  table: string,
  treePids: ReadonlySet<number>,
  commOf: (pid: number) => string,
): OutsideLock[] => {
  const paths = new Map(
    locked.flatMap(({ link, locks }) =>
      locks.map((lock): [string, string] => [parseLockLine(lock.line)?.file ?? '', link]),
    ),
  );
  return table.split('\n').flatMap((line) => {
    const words = parseLockLine(line);
    const path = words === null ? undefined : paths.get(words.file);
    if (words === null || !words.waiting || path === undefined || treePids.has(words.pid)) return [];
    return [
      { path, pid: words.pid, comm: commOf(words.pid), how: 'waits' as const, kind: words.kind, access: words.access },
    ];
  });
};

/** What tasks outside have to do with the locks of the tree. `table` is the text of /proc/locks. */
export const findOutsideLocks = (input: {
  locked: readonly Locked[];
  holders: OutsideHolders;
  table: string;
  treePids: ReadonlySet<number>;
  commOf: (pid: number) => string;
}): OutsideLock[] => [
  ...sharedLocks(input.locked, input.holders),
  ...awaitedLocks(input.locked, input.table, input.treePids, input.commOf),
];
