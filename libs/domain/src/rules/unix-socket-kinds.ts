import type { UnixSocket } from '../facts/index.ts';
import type { JudgeContext, Reported } from './rule.ts';

type Kind = 'external-stream' | 'external-datagram' | 'nameless-peer' | 'relative-peer' | 'pending';

/** What a unix socket of the tree has to do with sockets outside of it. */
export const judgeUnixSocket = (socket: UnixSocket, purpose: JudgeContext['purpose']): Reported<Kind>[] => {
  if (socket.state === 'listen') return judgeListener(socket);
  const outside = socket.peerInode !== null && !socket.peerInTree && !isUnderway(socket);
  return outside
    ? [report(kindOfPeer(socket, purpose), socket, { type: socket.type, peer: describePeer(socket) })]
    : [];
};

/**
 * Clients of the tree itself are made again, so only those from outside are lost. A bundle that does not tell them apart
 * counts them all.
 */
const judgeListener = (socket: UnixSocket): Reported<Kind>[] => {
  const lost = socket.waiting?.filter(({ client, inTree }) => client !== null && !inTree).length;
  const count = lost ?? socket.pendingConnections;
  return count === 0 ? [] : [report('pending', socket, { count: String(count), name: socket.name ?? '(unnamed)' })];
};

/**
 * Its peer is held by nobody, and its own data carries descriptors: the peer may be on its way in a queue of the tree, from
 * where CRIU takes it (tried).
 */
const isUnderway = ({ peerOwner, type, peerUnderway }: UnixSocket): boolean =>
  peerUnderway === true && peerOwner === null && type !== 'dgram';

const kindOfPeer = ({ type, peerName }: UnixSocket, purpose: JudgeContext['purpose']): Kind => {
  if (type !== 'dgram') return 'external-stream';
  if (peerName === null) return 'nameless-peer';
  // Abstract names are shown with a leading @.
  return purpose === 'dump' || /^[/@]/.test(peerName) ? 'external-datagram' : 'relative-peer';
};

const describePeer = ({ peerName, peerOwner, peerInode }: UnixSocket): string => {
  const owner = peerOwner === null ? 'an unknown process' : `${peerOwner.comm} (pid ${peerOwner.pid})`;
  return `${owner} at ${peerName ?? `the unnamed socket ${peerInode}`}`;
};

const report = (kind: Kind, { pids, name }: UnixSocket, evidence: Record<string, string>): Reported<Kind> => {
  const pid = Math.min(...pids);
  return {
    kind,
    subject: name === null ? { kind: 'socket', pid } : { kind: 'socket', pid, path: name },
    evidence: { pid: String(pid), ...evidence },
  };
};
