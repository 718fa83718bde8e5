import type { UnixSocket } from '../facts/index.ts';

/** A name a unix socket of the tree is bound to, or one it sends to outside of the tree. */
export interface UsedName {
  name: string;
  pid: number;
  isPeer: boolean;
}

const unique = (names: UsedName[]): UsedName[] => [...new Map(names.map((used) => [used.name, used])).values()];

/** Names that sockets of the tree are bound to; accepted connections repeat that of their listener and bind nothing. */
export const ownNames = (sockets: readonly UnixSocket[]): UsedName[] =>
  unique(
    sockets.flatMap(({ name, pids, state, type }) =>
      name === null || (state === 'established' && type !== 'dgram')
        ? []
        : [{ name, pid: Math.min(...pids), isPeer: false }],
    ),
  );

/** Names outside of the tree that datagram sockets of the tree are connected to. */
export const peerNames = (sockets: readonly UnixSocket[]): UsedName[] =>
  unique(
    sockets.flatMap(({ type, peerInTree, peerName, pids }) =>
      type === 'dgram' && !peerInTree && peerName !== null
        ? [{ name: peerName, pid: Math.min(...pids), isPeer: true }]
        : [],
    ),
  );
