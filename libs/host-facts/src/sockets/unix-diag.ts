import { netlinkAttributes } from '../native/netlink-dump.ts';
import { type UnixEntry, unixTypes } from './unix-entry.ts';

const familyUnix = 1;
/** UDIAG_SHOW_NAME | PEER | ICONS | RQLEN of linux/unix_diag.h. */
const show = 0x1 | 0x4 | 0x8 | 0x10;
const messageBytes = 16;
const attributes = { name: 0, peer: 2, connecting: 3, queues: 4, shutdown: 6 } as const;

/** unix_diag_req of sock_diag(7) for all sockets of the namespace. */
export const encodeUnixRequest = (): Buffer => {
  const request = Buffer.alloc(24);
  request[0] = familyUnix;
  request.writeUInt32LE(0xffffffff, 4);
  request.writeUInt32LE(show, 12);
  return request;
};

/** Abstract names start with NUL, shown as @; a path may end in one. */
const nameOf = (bytes: Buffer | undefined): string | null => {
  if (bytes === undefined || bytes.length === 0) return null;
  const text = bytes.toString('utf8');
  return text.startsWith('\0') ? `@${text.slice(1).replaceAll('\0', '@')}` : text.replace(/\0+$/, '');
};

const inodesOf = (bytes: Buffer | undefined): string[] =>
  bytes === undefined
    ? []
    : Array.from({ length: bytes.length >> 2 }, (_, index) => String(bytes.readUInt32LE(index * 4)));

const stateOf = (number: number | undefined): UnixEntry['state'] => {
  if (number === 10) return 'listen';
  return number === 1 ? 'established' : 'unconnected';
};

/** One unix_diag_msg of sock_diag(7). A peer that no file holds has inode 0: it is told as null. */
export const parseUnixDiag = (message: Buffer): UnixEntry => {
  const found = netlinkAttributes(message, messageBytes);
  const state = stateOf(message[2]);
  const peer = inodesOf(found.get(attributes.peer))[0] ?? '0';
  return {
    inode: String(message.readUInt32LE(4)),
    type: unixTypes[message[1] ?? 0] ?? 'stream',
    state,
    name: nameOf(found.get(attributes.name)),
    peerInode: peer === '0' ? null : peer,
    pendingInodes: inodesOf(found.get(attributes.connecting)),
    // For a listener the same number counts waiting connections.
    receiveQueueBytes: state === 'listen' ? 0 : (found.get(attributes.queues)?.readUInt32LE(0) ?? 0),
    sendQueueBytes: state === 'listen' ? 0 : (found.get(attributes.queues)?.readUInt32LE(4) ?? 0),
    shutdown: found.get(attributes.shutdown)?.[0] ?? 0,
  };
};
