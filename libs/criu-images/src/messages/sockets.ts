import { fileOwner } from './file-owner.ts';
import { bytes, fixed64, flag, list, maybe, message, needed, nested, s32, text, u32, u64 } from './message.ts';

const socketOptions = message('SocketOptions', {
  sendBuffer: u32(1),
  receiveBuffer: u32(2),
  sendTimeoutSec: u64(3),
  sendTimeoutUsec: u64(4),
  receiveTimeoutSec: u64(5),
  receiveTimeoutUsec: u64(6),
  reuseAddress: flag(7),
  priority: u32(8),
  mark: u32(10),
  passCredentials: flag(11),
  boundDevice: text(15),
  filter: list(fixed64(16)),
  reusePort: flag(17),
  broadcast: flag(18),
  keepAlive: flag(19),
});

const ipOptions = message('IpOptions', {
  freeBind: flag(1),
  raw: flag(4),
  packetInfo: flag(5),
  tos: u32(6),
  ttl: u32(7),
});
const tcpOptions = message('TcpOptions', {
  cork: flag(1),
  noDelay: flag(2),
  keepCount: u32(3),
  keepIdle: u32(4),
  keepInterval: u32(5),
});

export const inetSocket = message('InetSocket', {
  id: needed(u32(1)),
  inode: needed(u32(2)),
  family: needed(u32(3)),
  type: u32(4),
  protocol: u32(5),
  state: u32(6),
  sourcePort: u32(7),
  destinationPort: u32(8),
  flags: u32(9),
  backlog: u32(10),
  /** Words in network byte order: one for IPv4, four for IPv6. */
  sourceAddress: list(u32(11)),
  destinationAddress: list(u32(12)),
  owner: nested(13, fileOwner),
  options: nested(14, socketOptions),
  v6Only: flag(15),
  ipOptions: nested(16, ipOptions),
  interfaceName: maybe(text(17)),
  netNsId: maybe(u32(18)),
  shutdown: maybe(u32(19)),
  tcpOptions: nested(20, tcpOptions),
});

const permissions = message('Permissions', { mode: u32(1), uid: u32(2), gid: u32(3) });

export const unixSocket = message('UnixSocket', {
  id: needed(u32(1)),
  inode: needed(u32(2)),
  type: u32(3),
  state: u32(4),
  flags: u32(5),
  /** CRIU's own marks; bit 0: the socket's other end is outside of the tree. */
  marks: u32(6),
  backlog: u32(7),
  /** Inode of the other end, 0 for none. */
  peer: u32(8),
  owner: nested(9, fileOwner),
  options: nested(10, socketOptions),
  name: bytes(11),
  shutdown: maybe(u32(12)),
  permissions: nested(13, permissions),
  nameDirectory: maybe(text(14)),
  deleted: flag(15),
  netNsId: maybe(u32(16)),
  mountId: maybe(s32(17)),
});

export const netlinkSocket = message('NetlinkSocket', {
  id: needed(u32(1)),
  inode: needed(u32(2)),
  protocol: u32(3),
  state: u32(4),
  flags: u32(6),
  portId: u32(7),
  groups: list(u32(8)),
  destinationPortId: u32(9),
  destinationGroup: u32(10),
  owner: nested(11, fileOwner),
  options: nested(12, socketOptions),
  netNsId: maybe(u32(13)),
});

export const packetSocket = message('PacketSocket', {
  id: needed(u32(1)),
  type: u32(2),
  protocol: u32(3),
  flags: u32(4),
  interfaceIndex: u32(5),
  owner: nested(6, fileOwner),
  options: nested(7, socketOptions),
  netNsId: maybe(u32(20)),
});

/** `tcp-stream-INODE.img`: sequence numbers and queues of one connection; the queues' bytes follow the record. */
export const tcpStream = message('TcpStream', {
  receiveBytes: u32(1),
  receiveSequence: u32(2),
  sendBytes: u32(3),
  sendSequence: u32(4),
  optionMask: u32(5),
  sendWindowScale: u32(6),
  maximumSegment: u32(7),
  receiveWindowScale: u32(8),
  timestamp: maybe(u32(9)),
  unsentBytes: maybe(u32(12)),
  sendWindow: maybe(u32(14)),
  receiveWindow: maybe(u32(16)),
});

const ancillary = message('Ancillary', { type: u32(1), descriptors: list(u32(2)) });

/** One datagram or chunk waiting in a unix socket; its bytes follow the record. */
export const queuedPacket = message('QueuedPacket', {
  socketId: needed(u32(1)),
  bytes: needed(u32(2)),
  ancillary: list(nested(4, ancillary)),
});
