import { imageKinds } from '../decode/registry.ts';
import type { Decoded } from '../messages/message.ts';
import type { inetSocket, unixSocket } from '../messages/sockets.ts';
import type { CheckpointProcess, CheckpointSocket } from './checkpoint.ts';
import type { FileEntry } from './describe-file.ts';
import { eachEntry, type ImageReading, readEntries } from './image-reading.ts';
import type { FileTable } from './load-files.ts';
import { nameOf, protocols, socketTypes, tcpStates } from './numbered-names.ts';
import { endpointText, unixAddress } from './socket-address.ts';

type Described = Omit<CheckpointSocket, 'fileId' | 'holders'>;
const internet6 = 10;

/** States in which a TCP socket has a connection that only `--tcp-established` carries. */
export const isConnected = ({ protocol, state }: { protocol: number; state: number }): boolean =>
  protocol === 6 && state !== 7 && state !== 10;

const describeInet = (reading: ImageReading, socket: Decoded<typeof inetSocket>): Described => {
  const { family, type, protocol, state, inode } = socket;
  const stream = isConnected(socket)
    ? readEntries(reading, imageKinds.tcpStream, `tcp-stream-${inode.toString(16)}.img`)[0]
    : undefined;
  return {
    family: family === internet6 ? 'inet6' : 'inet',
    type: nameOf(socketTypes, type),
    protocol: nameOf(protocols, protocol),
    state: nameOf(tcpStates, state),
    local: endpointText(socket.sourceAddress, socket.sourcePort),
    remote: endpointText(socket.destinationAddress, socket.destinationPort),
    received: stream?.receiveBytes ?? null,
    unsent: stream?.sendBytes ?? null,
  };
};

const describeUnix = (socket: Decoded<typeof unixSocket>, queued: number): Described => ({
  family: 'unix',
  type: nameOf(socketTypes, socket.type),
  protocol: 'unix',
  state: nameOf(tcpStates, socket.state),
  local: unixAddress(socket),
  remote: socket.peer === 0 ? '' : `socket:[${socket.peer}]`,
  received: queued,
  unsent: null,
});

const plain = { type: '', state: '', remote: '', received: null, unsent: null };

const describe = (reading: ImageReading, entry: FileEntry, queues: Map<number, number>): Described | null => {
  const { inet, unix, netlink, packet } = entry;
  if (inet !== undefined) return describeInet(reading, inet);
  if (unix !== undefined) return describeUnix(unix, queues.get(unix.id) ?? 0);
  if (netlink !== undefined) {
    return { ...plain, family: 'netlink', protocol: `netlink ${netlink.protocol}`, local: `port ${netlink.portId}` };
  }
  if (packet === undefined) return null;
  return {
    ...plain,
    family: 'packet',
    protocol: `packet ${packet.protocol}`,
    local: `interface ${packet.interfaceIndex}`,
  };
};

/** Bytes waiting in each socket. */
const sumQueues = (reading: ImageReading): Map<number, number> => {
  const sums = new Map<number, number>();
  eachEntry(reading, imageKinds.socketQueues, 'sk-queues.img', ({ socketId, bytes }) => {
    sums.set(socketId, (sums.get(socketId) ?? 0) + bytes);
  });
  return sums;
};

/** Every socket of the tree, and who holds it. */
export const loadSockets = (
  reading: ImageReading,
  files: FileTable,
  processes: readonly CheckpointProcess[],
): CheckpointSocket[] => {
  const queues = sumQueues(reading);
  const holders = new Map<number, { pid: number; fd: number }[]>();
  for (const { pid, files: open } of processes) {
    for (const { fd, fileId } of open) {
      const known = holders.get(fileId);
      if (known === undefined) holders.set(fileId, [{ pid, fd }]);
      else known.push({ pid, fd });
    }
  }
  return [...files.entries.values()].flatMap((entry) => {
    const described = describe(reading, entry, queues);
    return described === null ? [] : [{ ...described, fileId: entry.id, holders: holders.get(entry.id) ?? [] }];
  });
};
