import type { UnixSocket } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import type { HeldSocket, SocketOwner } from './collect-sockets.ts';
import { readBoundPath, readControlOptions } from './read-socket-details.ts';
import type { UnixEntry } from './unix-entry.ts';

interface UnixContext {
  held: ReadonlyMap<string, HeldSocket>;
  /** All unix sockets of the namespaces of the tree by inode. */
  all: ReadonlyMap<string, UnixEntry>;
  owners: ReadonlyMap<string, SocketOwner>;
  libc: Libc | null;
}

/** A client that was closed before it was accepted has inode 0. */
const waitingOf = (entry: UnixEntry, { held, all }: UnixContext): NonNullable<UnixSocket['waiting']> =>
  entry.pendingInodes.map((inode) => ({
    client: inode === '0' ? null : inode,
    inTree: held.has(inode),
    sentBytes: all.get(inode)?.sendQueueBytes ?? 0,
  }));

/** Listeners by the inodes of the clients that wait for them. */
const listenersOfClients = (all: ReadonlyMap<string, UnixEntry>): Map<string, string> =>
  new Map(
    [...all.values()].flatMap((entry) => entry.pendingInodes.map((client): [string, string] => [client, entry.inode])),
  );

/** What only the socket itself can be asked, and only where it matters. */
const askSocket = (entry: UnixEntry, holder: HeldSocket | undefined, libc: Libc | null): Partial<UnixSocket> => {
  if (holder === undefined) return {};
  const hasData = entry.receiveQueueBytes > 0 && entry.state !== 'listen';
  const isRelative = entry.name !== null && !/^[/@]/.test(entry.name);
  const controlMessages = hasData ? readControlOptions(libc, holder.at) : null;
  const boundPath = isRelative ? readBoundPath(libc, holder.at) : null;
  return {
    ...(controlMessages === null ? {} : { controlMessages }),
    ...(boundPath === null ? {} : { boundPath }),
    ...(holder.inFlightFds === undefined ? {} : { inFlightFds: holder.inFlightFds }),
  };
};

/** The facts of unix sockets of a tree, in the order given. */
export const describeUnix = (ours: readonly UnixEntry[], context: UnixContext): UnixSocket[] => {
  const { held, all, owners, libc } = context;
  const listeners = listenersOfClients(all);
  const underway = [...held.values()].some(({ inFlightFds = 0 }) => inFlightFds > 0);
  return ours.map((entry) => {
    const { pendingInodes, ...told } = entry;
    const peer = entry.peerInode ?? '';
    const listener = entry.peerInode === null ? listeners.get(entry.inode) : undefined;
    return {
      ...told,
      pids: held.get(entry.inode)?.pids ?? [],
      peerName: all.get(peer)?.name ?? null,
      peerInTree: held.has(peer),
      peerOwner: owners.get(peer) ?? null,
      pendingConnections: pendingInodes.length,
      ...(underway && entry.peerInode !== null && !held.has(peer) && !owners.has(peer) ? { peerUnderway: true } : {}),
      ...(entry.state === 'listen' ? { waiting: waitingOf(entry, context) } : {}),
      ...(listener === undefined ? {} : { awaitsAccept: { listenerInTree: held.has(listener) } }),
      ...askSocket(entry, held.get(entry.inode), libc),
    };
  });
};
