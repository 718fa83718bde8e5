import type { InetSocket, OtherSocket } from '../facts/index.ts';
import { isConnection, isOver } from './connection-states.ts';

/** Name of CRIU's feature test for locking connections with nftables. */
export const nftablesLock = 'network_lock_nftables';

type Family = 'ipv4' | 'ipv6';

/** Address families of what CRIU locks during a dump: connections, and those that are over and still held (seen with 4.2.1). */
export const lockedFamilies = (sockets: InetSocket[], others: OtherSocket[] = []): Family[] => {
  const over = others.filter(isOver).map(({ family }) => (family === 'TCPv6' ? 'ipv6' : 'ipv4') as Family);
  return [...new Set([...sockets.filter(isConnection).map(({ family }) => family), ...over])];
};

/** Tools CRIU starts by default to lock them, one per address family, as far as this host lacks them. */
export const missingLockTools = (families: Family[], tools: Record<string, string | null>): string[] =>
  families.map((family) => (family === 'ipv6' ? 'ip6tables' : 'iptables')).filter((tool) => tools[tool] === null);
