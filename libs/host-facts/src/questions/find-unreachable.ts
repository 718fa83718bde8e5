import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Answers } from '@godwit/domain/facts';
import { errorCode } from '../procfs/read-text.ts';

type Unreachable = Extract<NonNullable<Answers['unreachable']>, { known: true }>['value'][number];

/** The discard service: a port must be named, and nothing is ever sent to it. */
const anyPort = 9;

/** Connecting a datagram socket makes the kernel look for a route and sends nothing (udp(7)). */
const tryRoute = (address: string): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const end = (reason: string | null): void => {
      socket.close();
      resolve(reason);
    };
    socket.once('error', (error) => end(errorCode(error)));
    socket.connect(anyPort, address, () => end(null));
  });

/** Addresses to which this host has no route, each with the kernel's answer. */
export const findUnreachable = async (addresses: readonly string[]): Promise<Unreachable[]> => {
  const unreachable: Unreachable[] = [];
  for (const address of addresses) {
    const reason = await tryRoute(address);
    if (reason !== null && reason !== 'EACCES') unreachable.push({ address, reason });
  }
  return unreachable;
};
