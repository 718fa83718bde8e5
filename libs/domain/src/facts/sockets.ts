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
