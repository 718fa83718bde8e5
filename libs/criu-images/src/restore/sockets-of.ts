import { type InetSocket, tcpStates, type UnixSocket } from '@godwit/domain/facts';
import type { Checkpoint } from '../explore/checkpoint.ts';
import type { FileEntry } from '../explore/describe-file.ts';
import type { FileTable } from '../explore/load-files.ts';
import { addressText, unixAddress } from '../explore/socket-address.ts';

type Inet = NonNullable<FileEntry['inet']>;
type Unix = NonNullable<FileEntry['unix']>;

const inetTypes: Record<number, InetSocket['type']> = { 1: 'stream', 2: 'dgram', 3: 'raw', 5: 'seqpacket' };
const unixTypes: Record<number, UnixSocket['type']> = { 1: 'stream', 2: 'dgram', 5: 'seqpacket' };
/** CRIU's mark on a unix socket whose other end is outside of the tree (USK_EXTERN). */
const externalMark = 1;

const holdersOf = (checkpoint: Checkpoint): Map<number, number[]> =>
  new Map(checkpoint.sockets.map(({ fileId, holders }) => [fileId, [...new Set(holders.map(({ pid }) => pid))]]));

const nowhere = (family: InetSocket['family']): string => (family === 'ipv6' ? '::' : '0.0.0.0');

const inetSocket = (socket: Inet, pids: number[]): InetSocket => {
  const family = socket.family === 10 ? 'ipv6' : 'ipv4';
  const type = inetTypes[socket.type];
  const boundInterface = socket.interfaceName ?? socket.options?.boundDevice;
  return {
    inode: String(socket.inode),
    pids,
    family,
    protocol: socket.protocol,
    ...(type === undefined ? {} : { type }),
    state: tcpStates[socket.state - 1] ?? 'close',
    local: { address: addressText(socket.sourceAddress) || nowhere(family), port: socket.sourcePort },
    remote: { address: addressText(socket.destinationAddress) || nowhere(family), port: socket.destinationPort },
    receiveQueueBytes: 0,
    sendQueueBytes: 0,
    v6Only: socket.v6Only,
    ...(boundInterface === undefined || boundInterface === '' ? {} : { boundInterface }),
  };
};

/** Internet sockets of the tree as facts. One nobody holds is still made at restore; the root stands for its holder. */
export const inetSocketsOf = (checkpoint: Checkpoint, table: FileTable): InetSocket[] => {
  const holders = holdersOf(checkpoint);
  const root = checkpoint.processes[0]?.pid ?? 0;
  return [...table.entries.values()].flatMap(({ id, inet }) => {
    const pids = holders.get(id) ?? [];
    return inet === undefined ? [] : [inetSocket(inet, pids.length === 0 ? [root] : pids)];
  });
};

const stateOf = (state: number): UnixSocket['state'] =>
  state === 10 ? 'listen' : state === 1 ? 'established' : 'unconnected';

const hasName = (socket: Unix): boolean => socket.name.length > 0 && socket.deleted !== true;

/** Unix sockets of the tree as facts; those outside of it, which the images mark, are only the peers of others. */
export const unixSocketsOf = (checkpoint: Checkpoint, table: FileTable): UnixSocket[] => {
  const holders = holdersOf(checkpoint);
  const root = checkpoint.processes[0]?.pid ?? 0;
  const all = [...table.entries.values()].flatMap(({ id, unix }) => (unix === undefined ? [] : [{ id, unix }]));
  const byInode = new Map(all.map(({ unix }) => [unix.inode, unix]));
  const isOutside = (socket: Unix): boolean => (socket.marks & externalMark) !== 0;
  return all
    .filter(({ unix }) => !isOutside(unix))
    .map(({ id, unix }): UnixSocket => {
      const peer = unix.peer === 0 ? undefined : byInode.get(unix.peer);
      const pids = holders.get(id) ?? [];
      return {
        inode: String(unix.inode),
        pids: pids.length === 0 ? [root] : pids,
        type: unixTypes[unix.type] ?? 'stream',
        state: stateOf(unix.state),
        name: hasName(unix) ? unixAddress(unix) : null,
        peerInode: unix.peer === 0 ? null : String(unix.peer),
        peerName: peer !== undefined && hasName(peer) ? unixAddress(peer) : null,
        peerInTree: peer !== undefined && !isOutside(peer),
        peerOwner: null,
        pendingConnections: 0,
        receiveQueueBytes: 0,
      };
    });
};
