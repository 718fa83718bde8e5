import { type Fact, known, type OpenFd, type TreeFacts, unknown } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import { attempt, readText, readTextOrNull, reasonOf } from '../procfs/read-text.ts';
import { heldSockets, outsidePeers, readTables, socketFacts } from '../sockets/collect-sockets.ts';
import type { SocketTables } from '../sockets/socket-tables.ts';
import { findOutsideLocks } from './find-outside-locks.ts';
import { findOutsideHolders, type OutsideHolders } from './outside-holders.ts';
import { ptyFact, ptysOf } from './pty-facts.ts';
import type { ReadTask } from './read-task.ts';

type Connections = Pick<
  TreeFacts,
  'inetSockets' | 'unixSockets' | 'otherSockets' | 'outsidePipeHolders' | 'unreadHolders' | 'outsideLocks' | 'ptys'
>;

interface TaskFds {
  pid: number;
  fds: OpenFd[];
}

const allFds = (tasks: readonly ReadTask[]): Fact<TaskFds[]> => {
  const list: TaskFds[] = [];
  for (const { task } of tasks) {
    if (!task.fds.known) return task.fds;
    list.push({ pid: task.pid, fds: task.fds.value });
  }
  return known(list);
};

const nothingKnown = (reason: string): Connections => ({
  inetSockets: unknown(reason),
  unixSockets: unknown(reason),
  otherSockets: unknown(reason),
  outsidePipeHolders: unknown(reason),
  outsideLocks: unknown(reason),
  ptys: unknown(reason),
});

/** One process for each network namespace of the tree. */
const namespacePids = (tasks: readonly ReadTask[]): number[] => {
  const pids = new Map<string, number>();
  for (const { task } of tasks) {
    const namespace = task.namespaces.known ? task.namespaces.value.net : undefined;
    if (namespace !== undefined && !pids.has(namespace)) pids.set(namespace, task.pid);
  }
  if (pids.size === 0) throw new Error('the network namespace of no task may be told');
  return [...pids.values()];
};

const pipesOf = (tasks: readonly TaskFds[]): Set<string> =>
  new Set(tasks.flatMap(({ fds }) => fds.filter((open) => open.kind === 'pipe').map((open) => open.inode)));

const commOf = (pid: number): string => readTextOrNull(`/proc/${pid}/comm`)?.trim() ?? '';

const lockFact = (
  locked: readonly OpenFd[],
  holders: OutsideHolders,
  treePids: ReadonlySet<number>,
): NonNullable<TreeFacts['outsideLocks']> => {
  if (locked.length === 0) return known([]);
  return attempt('/proc/locks', () =>
    findOutsideLocks({ locked, holders, table: readText('/proc/locks'), treePids, commOf }),
  );
};

/** What ties the tree to others: its sockets and their peers, and pipes with an end outside. */
export const collectConnections = async (
  tasks: readonly ReadTask[],
  libc: Libc | null,
  signal?: AbortSignal,
): Promise<Connections> => {
  const fds = allFds(tasks);
  if (!fds.known) return nothingKnown(fds.reason);
  const held = heldSockets(fds.value);
  let tables: SocketTables[];
  try {
    tables = held.size === 0 ? [] : readTables(libc, namespacePids(tasks), held);
  } catch (error) {
    return nothingKnown(reasonOf(error, 'The socket tables of the kernel'));
  }
  const open = fds.value.flatMap((task) => task.fds);
  const locked = open.filter(({ locks }) => locks.length > 0);
  const ours = ptysOf(open);
  const treePids = new Set(tasks.map((read) => read.task.pid));
  const wanted = {
    pipes: pipesOf(fds.value),
    sockets: outsidePeers(held, tables),
    ptys: ours,
    // A POSIX lock belongs to its process and cannot be shared through the open file.
    lockedFiles: new Set(
      locked.filter(({ locks }) => locks.some(({ kind }) => kind !== 'posix')).map(({ link }) => link),
    ),
  };
  const holders = await findOutsideHolders(treePids, wanted, signal);
  return {
    ...socketFacts({ held, tables, owners: holders.sockets, libc }),
    outsidePipeHolders: known(holders.pipes),
    unreadHolders: holders.unreadable,
    outsideLocks: lockFact(locked, holders, treePids),
    ptys: ptyFact(tasks[0]?.task.pid ?? 0, ours, holders),
  };
};
