import type { InetEntry } from './inet-entry.ts';
import type { UnixEntry } from './unix-entry.ts';

/** All sockets of one network namespace, as far as the kernel lists them. */
export interface SocketTables {
  inet: InetEntry[];
  unix: UnixEntry[];
  /** `unix` came from text: peers, queues and half of the pending connections are missing in it. */
  unixIsPartial: boolean;
  netlink: Record<string, string>[];
  packet: Record<string, string>[];
  source: string;
}

export interface InetTable {
  protocol: number;
  type: NonNullable<InetEntry['type']>;
  family: InetEntry['family'];
  /** Name below /proc/PID/net; null where the kernel has no text for it. */
  file: string | null;
  /** Whether sock_diag can list it. */
  diag: boolean;
}

const both = (table: Omit<InetTable, 'family'>): InetTable[] => [
  { ...table, family: 'ipv4' },
  { ...table, family: 'ipv6', file: table.file === null ? null : `${table.file}6` },
];

/** Protocol of raw sockets in the tables: each of them has its own, printed where the others have the local port. */
export const rawProtocol = 255;

/** The tables of inet sockets. Raw and ping sockets are read as text: few kernels can list them by sock_diag. */
export const inetTables: readonly InetTable[] = [
  ...both({ protocol: 6, type: 'stream', file: 'tcp', diag: true }),
  ...both({ protocol: 17, type: 'dgram', file: 'udp', diag: true }),
  ...both({ protocol: 136, type: 'dgram', file: 'udplite', diag: true }),
  ...both({ protocol: 262, type: 'stream', file: null, diag: true }),
  ...both({ protocol: 132, type: 'seqpacket', file: null, diag: true }),
  ...both({ protocol: rawProtocol, type: 'raw', file: 'raw', diag: false }),
  ...both({ protocol: 1, type: 'dgram', file: 'icmp', diag: false }),
];
