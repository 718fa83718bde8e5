import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * Calls `take` with every line that comes over a socket. A peer that is killed can end it with an error (ECONNRESET), which readline
 * throws once more, and which nobody would catch; whoever cares listens to the socket.
 */
export const readLines = (socket: Socket, take: (line: string) => void): void => {
  createInterface({ input: socket })
    .on('error', () => undefined)
    .on('line', take);
};
