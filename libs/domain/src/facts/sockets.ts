import { z } from 'zod';

const endpoint = z.object({ address: z.string(), port: z.number().int() });

export const tcpStates = [
  'established',
  'syn-sent',
  'syn-recv',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'close',
  'close-wait',
  'last-ack',
  'listen',
  'closing',
  'new-syn-recv',
] as const;

export const inetSocketSchema = z.object({
  inode: z.string(),
  pids: z.array(z.number().int()),
  family: z.enum(['ipv4', 'ipv6']),
  /** IPPROTO number: 6 TCP, 17 UDP, 132 SCTP, 136 UDP-Lite, 262 MPTCP ... */
  protocol: z.number().int(),
  /** A raw socket has the protocol it was made for, and no ports. */
  type: z.enum(['stream', 'dgram', 'raw', 'seqpacket']).optional(),
  state: z.enum(tcpStates),
  local: endpoint,
  remote: endpoint,
  receiveQueueBytes: z.number(),
  sendQueueBytes: z.number(),
  /** Only for a listener: connections waiting for accept(2). */
  pendingConnections: z.number().int().optional(),
  /** IPV6_V6ONLY of a bound IPv6 socket; absent where the source of the fact cannot tell. */
  v6Only: z.boolean().optional(),
  /** Name of the interface it is bound to (SO_BINDTODEVICE, or the scope of a link-local address); absent when to none. */
  boundInterface: z.string().optional(),
  /** Congestion control of a TCP socket; absent when not told. */
  congestion: z.string().optional(),
  /** Upper layer protocol of a TCP socket, `tls` for one; absent when there is none. */
  upperLayer: z.string().optional(),
  /** A TCP socket with keys for MD5 signatures (RFC 2385). */
  signed: z.boolean().optional(),
  /** Options that differ from those of a new socket and that CRIU does not save, by name; absent when there is none or nobody looked. */
  unsavedOptions: z.array(z.string()).optional(),
  /** UDP_CORK is set: datagrams are gathered before they are sent. */
  corked: z.boolean().optional(),
});
export type InetSocket = z.infer<typeof inetSocketSchema>;

export const unixSocketSchema = z.object({
  inode: z.string(),
  pids: z.array(z.number().int()),
  type: z.enum(['stream', 'dgram', 'seqpacket']),
  state: z.enum(['established', 'listen', 'unconnected']),
  /** Bound path; abstract names start with @; null when unbound. */
  name: z.string().nullable(),
  peerInode: z.string().nullable(),
  peerName: z.string().nullable(),
  /** Whether the peer's inode is held by a task of the tree. */
  peerInTree: z.boolean(),
  /** A process outside the tree that holds the peer, when it could be found. */
  peerOwner: z.object({ pid: z.number().int(), comm: z.string() }).nullable(),
  pendingConnections: z.number().int(),
  receiveQueueBytes: z.number(),
  sendQueueBytes: z.number().optional(),
  /** Which directions were shut down, as the kernel says it: 1 reading, 2 writing, 3 both. */
  shutdown: z.number().int().optional(),
  /** Connections of a listener that wait for accept(2); a closed one has no client left. Absent when they were not read. */
  waiting: z.array(z.object({ client: z.string().nullable(), inTree: z.boolean(), sentBytes: z.number() })).optional(),
  /** It is itself a client that waits to be accepted; whether the listener belongs to the tree. */
  awaitsAccept: z.object({ listenerInTree: z.boolean() }).optional(),
  /** Nobody holds its peer, and descriptors are on their way in queues of the tree: the peer may be one of them. */
  peerUnderway: z.boolean().optional(),
  /** Descriptors that travel in its queue (SCM_RIGHTS); absent when that was not read. */
  inFlightFds: z.number().int().optional(),
  /** Options that add control messages to what is read, by name; read only where data waits. */
  controlMessages: z.array(z.string()).optional(),
  /** Where a relative name really lies, as the kernel prints it; read only for relative names. */
  boundPath: z.string().optional(),
});
export type UnixSocket = z.infer<typeof unixSocketSchema>;

/** A socket that is neither inet nor unix, or that no diag table listed. */
export const otherSocketSchema = z.object({
  inode: z.string(),
  pids: z.array(z.number().int()),
  /** `netlink`, `packet`, or the kernel's protocol name from the system.sockprotoname attribute. */
  family: z.string(),
  listed: z.boolean(),
  details: z.record(z.string(), z.string()),
});
export type OtherSocket = z.infer<typeof otherSocketSchema>;
