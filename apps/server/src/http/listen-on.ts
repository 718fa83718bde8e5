import type { Server } from 'node:net';
import type { ListenAddress } from '../settings/listen-address.ts';

/** Resolves when the server listens. Throws an error that names the address. */
export const listenOn = (server: Server, { host, port }: ListenAddress): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(new Error(`Cannot listen on ${host}:${port}: ${cause.message}`, { cause }));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
