import type { InetSocket, OtherSocket } from '../facts/index.ts';

/** States in which CRIU refuses a TCP socket without `--tcp-established` (sk-inet.c, can_dump_inet_sk). */
const connected = new Set<InetSocket['state']>([
  'established',
  'syn-sent',
  'fin-wait-1',
  'fin-wait-2',
  'close-wait',
  'last-ack',
  'closing',
]);

const tcp = 6;

/** A TCP connection, whole or half closed, that has to be kept or given up. */
export const isConnection = ({ protocol, state }: InetSocket): boolean => protocol === tcp && connected.has(state);

/** A TCP socket in no table any more that still knows whom it was connected to: reset, or closed by both sides. */
export const isOver = ({ family, details }: OtherSocket): boolean =>
  /^TCP(v6)?$/.test(family) && details.peer !== undefined;

/** Kernel names of inet protocols: a fresh socket is in no table yet, and CRIU asks the socket itself. */
export const unboundInetNames: readonly string[] = ['TCP', 'UDP', 'UDP-Lite', 'RAW', 'PING'].flatMap((name) => [
  name,
  `${name}v6`,
]);

/** `address:port`, with brackets around IPv6. */
export const formatEndpoint = ({ address, port }: InetSocket['local']): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Items by the lowest pid that holds them, so that a socket shared by workers is told once. */
export const groupByOwner = <T extends { pids: number[] }>(items: T[]): Map<number, T[]> => {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const owner = Math.min(...item.pids);
    groups.set(owner, [...(groups.get(owner) ?? []), item]);
  }
  return groups;
};
