import type { InetSocket } from '../facts/index.ts';

/** A raw or ping socket has an address but no port that others could hold. */
const hasPorts = ({ protocol }: InetSocket): boolean => protocol === 6 || protocol === 17 || protocol === 136;

/** Sockets whose port must be free at restore: listeners, and what is bound without being connected. */
export const portHolders = (sockets: InetSocket[]): InetSocket[] =>
  sockets.filter((socket) => {
    if (!hasPorts(socket) || socket.local.port === 0) return false;
    return socket.protocol === 6 ? socket.state === 'listen' || socket.state === 'close' : socket.remote.port === 0;
  });
