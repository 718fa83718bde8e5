import { type Fact, known, type OpenFd, type TreeFacts, unknown } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import { readProtocolName } from './read-protocol-name.ts';
import { readSocketTables } from './read-socket-tables.ts';
import type { SocketTables } from './socket-tables.ts';
import type { UnixEntry } from './unix-entry.ts';

/** A socket held by the tree: who holds it, and one place to look at it. */
export interface HeldSocket {
  inode: string;
  pids: number[];
  at: { pid: number; fd: number };
}

export interface SocketOwner {
  pid: number;
  comm: string;
}

export type SocketFacts = Pick<TreeFacts, 'inetSockets' | 'unixSockets' | 'otherSockets'>;

interface TaskFds {
  pid: number;
  fds: readonly OpenFd[];
}

/** The sockets among the descriptors of the tree, each once. */
export const heldSockets = (tasks: readonly TaskFds[]): Map<string, HeldSocket> => {
  const held = new Map<string, HeldSocket>();
  for (const { pid, fds } of tasks) {
    for (const { inode, fd } of fds.filter((open) => open.kind === 'socket')) {
      const kept = held.get(inode);
      if (kept === undefined) held.set(inode, { inode, pids: [pid], at: { pid, fd } });
      else if (!kept.pids.includes(pid)) kept.pids.push(pid);
    }
  }
  return held;
};

/** Inodes outside the tree that unix sockets of the tree are connected to. */
export const outsidePeers = (held: ReadonlyMap<string, HeldSocket>, tables: readonly SocketTables[]): Set<string> =>
  new Set(
    tables
      .flatMap((table) => table.unix)
      .filter((entry) => held.has(entry.inode) && entry.peerInode !== null && !held.has(entry.peerInode))
      .map((entry) => entry.peerInode ?? ''),
  );

type UnixFact = SocketFacts['unixSockets'];
type Known<F> = F extends { known: true; value: infer V } ? V : never;

const unixSocket = (
  entry: UnixEntry,
  held: ReadonlyMap<string, HeldSocket>,
  all: ReadonlyMap<string, UnixEntry>,
  owners: ReadonlyMap<string, SocketOwner>,
): Known<UnixFact>[number] => ({
  inode: entry.inode,
  pids: held.get(entry.inode)?.pids ?? [],
  type: entry.type,
  state: entry.state,
  name: entry.name,
  peerInode: entry.peerInode,
  peerName: all.get(entry.peerInode ?? '')?.name ?? null,
  peerInTree: held.has(entry.peerInode ?? ''),
  peerOwner: owners.get(entry.peerInode ?? '') ?? null,
  pendingConnections: entry.pendingInodes.length,
  receiveQueueBytes: entry.receiveQueueBytes,
});

const unixFact = (
  held: ReadonlyMap<string, HeldSocket>,
  tables: readonly SocketTables[],
  owners: ReadonlyMap<string, SocketOwner>,
): UnixFact => {
  const all = new Map(tables.flatMap((table) => table.unix).map((entry) => [entry.inode, entry]));
  const ours = [...all.values()].filter((entry) => held.has(entry.inode));
  const source = sourceOf(tables);
  const untold = tables.some((table) => table.unixIsPartial) && ours.some((entry) => entry.state !== 'listen');
  if (untold) return unknown(`The peers of unix sockets cannot be told from ${source}.`);
  return known(
    ours.map((entry) => unixSocket(entry, held, all, owners)),
    source,
  );
};

const sourceOf = (tables: readonly SocketTables[]): string =>
  [...new Set(tables.map((table) => table.source))].join(', ') || 'sock_diag';

type Other = Known<SocketFacts['otherSockets']>[number];

const listedOther = (table: SocketTables): [string, Pick<Other, 'family' | 'details'>][] => {
  const rows = (family: 'netlink' | 'packet') =>
    table[family].map((details): [string, Pick<Other, 'family' | 'details'>] => [
      details.Inode ?? '',
      { family, details },
    ]);
  return [...rows('netlink'), ...rows('packet')];
};

const otherFact = (
  held: ReadonlyMap<string, HeldSocket>,
  tables: readonly SocketTables[],
  libc: Libc | null,
): Fact<Other[]> => {
  const diagnosed = new Set(tables.flatMap((table) => [...table.inet, ...table.unix]).map((entry) => entry.inode));
  const listed = new Map(tables.flatMap(listedOther));
  const others = [...held.values()].filter((socket) => !diagnosed.has(socket.inode));
  return known(
    others.map(({ inode, pids, at }) => {
      const row = listed.get(inode);
      if (row !== undefined) return { inode, pids, listed: true, ...row };
      const family = readProtocolName(libc, at.pid, at.fd) ?? 'unknown';
      return { inode, pids, family, listed: false, details: {} };
    }),
    sourceOf(tables),
  );
};

/** One table per network namespace of the tree, seen through one of its processes each. */
export const readTables = (libc: Libc | null, pids: readonly number[]): SocketTables[] =>
  pids.map((pid) => readSocketTables(libc, pid));

/** The socket facts of a tree, from the sockets it holds and the kernel's tables. */
export const socketFacts = (input: {
  held: ReadonlyMap<string, HeldSocket>;
  tables: readonly SocketTables[];
  owners: ReadonlyMap<string, SocketOwner>;
  libc: Libc | null;
}): SocketFacts => {
  const { held, tables, owners, libc } = input;
  const inet = tables.flatMap((table) => table.inet).filter((entry) => held.has(entry.inode));
  return {
    inetSockets: known(
      inet.map((entry) => ({ ...entry, pids: held.get(entry.inode)?.pids ?? [] })),
      sourceOf(tables),
    ),
    unixSockets: unixFact(held, tables, owners),
    otherSockets: otherFact(held, tables, libc),
  };
};
