import { type Fact, known, type OpenFd, type TreeFacts, unknown } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import { reasonOf } from '../procfs/read-text.ts';
import { heldSockets, outsidePeers, readTables, socketFacts } from '../sockets/collect-sockets.ts';
import type { SocketTables } from '../sockets/socket-tables.ts';
import { findOutsideHolders, type OutsideHolders } from './outside-holders.ts';
import type { ReadTask } from './read-task.ts';

type Connections = Pick<TreeFacts, 'inetSockets' | 'unixSockets' | 'otherSockets' | 'outsidePipeHolders'>;

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

const pipeFact = (pipes: ReadonlySet<string>, holders: OutsideHolders): Connections['outsidePipeHolders'] =>
  pipes.size > 0 && holders.unreadable.length > 0
    ? unknown(`The descriptors of ${holders.unreadable.length} other processes may not be read; run as root.`)
    : known(holders.pipes);

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
    tables = held.size === 0 ? [] : readTables(libc, namespacePids(tasks));
  } catch (error) {
    return nothingKnown(reasonOf(error, 'The socket tables of the kernel'));
  }
  const pipes = pipesOf(fds.value);
  const treePids = new Set(tasks.map((read) => read.task.pid));
  const holders = await findOutsideHolders(treePids, { pipes, sockets: outsidePeers(held, tables) }, signal);
  return {
    ...socketFacts({ held, tables, owners: holders.sockets, libc }),
    outsidePipeHolders: pipeFact(pipes, holders),
  };
};
