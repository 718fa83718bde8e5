import { type Fact, type InetSocket, known, type OpenFd, type TreeFacts, unknown } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import { describeUnix } from './describe-unix.ts';
import type { InetEntry } from './inet-entry.ts';
import { isStillHeld } from './is-still-held.ts';
import { readProtocolName } from './read-protocol-name.ts';
import { readCork, readUnlistedSocket } from './read-socket-details.ts';
import { readSocketTables } from './read-socket-tables.ts';
import { readUnsavedOptions } from './read-unsaved-options.ts';
import type { SocketTables } from './socket-tables.ts';

/** A socket held by the tree: who holds it, and one place to look at it. */
export interface HeldSocket {
  inode: string;
  pids: number[];
  at: { pid: number; fd: number };
  /** Descriptors in flight in its queue, as fdinfo tells (Linux 5.12); absent where it does not. */
  inFlightFds?: number;
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

const inFlight = (details: readonly string[]): Pick<HeldSocket, 'inFlightFds'> => {
  const line = details.find((text) => text.startsWith('scm_fds:'));
  return line === undefined ? {} : { inFlightFds: Number(line.slice('scm_fds:'.length)) };
};

/** The sockets among the descriptors of the tree, each once. */
export const heldSockets = (tasks: readonly TaskFds[]): Map<string, HeldSocket> => {
  const held = new Map<string, HeldSocket>();
  for (const { pid, fds } of tasks) {
    for (const { inode, fd, kind, details } of fds) {
      if (kind !== 'socket') continue;
      const kept = held.get(inode);
      if (kept === undefined) held.set(inode, { inode, pids: [pid], at: { pid, fd }, ...inFlight(details) });
      else if (kept.pids.at(-1) !== pid) kept.pids.push(pid);
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

const sourceOf = (tables: readonly SocketTables[]): string =>
  [...new Set(tables.map((table) => table.source))].join(', ') || 'sock_diag';

type Known<F> = F extends { known: true; value: infer V } ? V : never;

const unixFact = (
  held: ReadonlyMap<string, HeldSocket>,
  tables: readonly SocketTables[],
  owners: ReadonlyMap<string, SocketOwner>,
  libc: Libc | null,
): SocketFacts['unixSockets'] => {
  const all = new Map(tables.flatMap((table) => table.unix).map((entry) => [entry.inode, entry]));
  const ours = [...all.values()].filter((entry) => held.has(entry.inode));
  const source = sourceOf(tables);
  const untold = tables.some((table) => table.unixIsPartial) && ours.some((entry) => entry.state !== 'listen');
  if (untold) return unknown(`The peers of unix sockets cannot be told from ${source}.`);
  return known(describeUnix(ours, { held, all, owners, libc }), source);
};

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
  const unlisted = [...held.values()].filter((socket) => !diagnosed.has(socket.inode));
  const others = unlisted.filter(({ inode, pids, at }) => listed.has(inode) || isStillHeld(inode, pids, at));
  return known(
    others.map(({ inode, pids, at }) => {
      const row = listed.get(inode);
      if (row !== undefined) return { inode, pids, listed: true, ...row };
      const family = readProtocolName(libc, at.pid, at.fd) ?? 'unknown';
      return { inode, pids, family, listed: false, details: readUnlistedSocket(libc, at) };
    }),
    sourceOf(tables),
  );
};

/** One table per network namespace of the tree, seen through one of its processes each. */
export const readTables = (
  libc: Libc | null,
  pids: readonly number[],
  held: ReadonlyMap<string, HeldSocket>,
): SocketTables[] => pids.map((pid) => readSocketTables(libc, pid, held));

const datagramProtocols = new Set([17, 136]);

const heldInet = (
  entry: InetEntry,
  holder: HeldSocket | undefined,
  libc: Libc | null,
): Pick<InetSocket, 'pids' | 'corked' | 'unsavedOptions'> => {
  if (holder === undefined) return { pids: [] };
  const { protocol, type, unsavedOptions = [] } = entry;
  const corked = datagramProtocols.has(protocol) && type !== 'raw' ? readCork(libc, holder.at) : null;
  const options = [...unsavedOptions, ...readUnsavedOptions(libc, entry, holder.at)];
  return {
    pids: holder.pids,
    ...(corked === null ? {} : { corked }),
    ...(options.length === 0 ? {} : { unsavedOptions: options }),
  };
};

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
      inet.map((entry) => ({ ...entry, ...heldInet(entry, held.get(entry.inode), libc) })),
      sourceOf(tables),
    ),
    unixSockets: unixFact(held, tables, owners, libc),
    otherSockets: otherFact(held, tables, libc),
  };
};
