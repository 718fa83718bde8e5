import type { InetSocket } from '../facts/index.ts';
import { isConnection } from './connection-states.ts';

/** Name of CRIU's feature test for locking connections with nftables. */
export const nftablesLock = 'network_lock_nftables';

/** Tools CRIU starts by default to lock the connections, one per address family, as far as this host lacks them. */
export const missingLockTools = (sockets: InetSocket[], tools: Record<string, string | null>): string[] => {
  const families = new Set(sockets.filter(isConnection).map(({ family }) => family));
  return [...families]
    .map((family) => (family === 'ipv6' ? 'ip6tables' : 'iptables'))
    .filter((tool) => tools[tool] === null);
};
