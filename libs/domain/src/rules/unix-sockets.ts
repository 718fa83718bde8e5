import type { UnixSocket } from '../facts/index.ts';
import type { Purpose } from '../verdict/verdict.ts';
import { defineRule, type Reported } from './rule.ts';

const external = 'External socket is used\\. Consider using --ext-unix-sk';

export const unixSockets = defineRule({
  id: 'unix-sockets',
  title: 'Unix sockets with a peer outside the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['unixSockets'],
  couldBlock: true,
  findings: {
    'external-stream': {
      severity: 'blocker',
      message:
        'Process {pid} has a {type} connection over a unix socket to {peer}. CRIU cannot save one half of a connection.',
      noticed: 'after-pages',
      criuError: `${external}|Can't dump half of stream unix connection`,
      remedies: [
        {
          text: 'Close the connection before the dump; for D-Bus, journald or a runtime socket stop the feature that uses it.',
        },
        { text: 'Choose a root that has both processes below it.' },
      ],
    },
    'external-datagram': {
      severity: 'needs-option',
      message:
        'Process {pid} has a datagram unix socket connected to {peer}. CRIU connects it again by name at restore when told to; the name must lead to a socket there.',
      noticed: 'after-pages',
      criuError: external,
      remedies: [
        {
          text: 'Dump and restore with --ext-unix-sk.',
          options: { dump: ['--ext-unix-sk'], restore: ['--ext-unix-sk'] },
        },
      ],
    },
    'nameless-peer': {
      severity: 'blocker',
      message:
        'Process {pid} has a datagram unix socket connected to {peer}, which has no name: nothing could connect it again at restore.',
      noticed: 'after-pages',
      criuError: `${external}|Can't dump name-less external socket|with unreachable peer`,
      remedies: [{ text: 'Close the socket, or choose a root that has both processes below it.' }],
    },
    'relative-peer': {
      severity: 'blocker',
      message:
        'Process {pid} has a datagram unix socket connected to {peer}. That name is relative to a directory which only its owner knows, so CRIU does not find the socket again at restore.',
      noticed: 'after-pages',
      criuError: `${external}|Can't connect .* socket`,
      remedies: [{ text: 'Let the peer bind an absolute path, and connect again.' }],
    },
    pending: {
      severity: 'caution',
      message:
        'Connections wait to be accepted on the unix socket {name} of process {pid} ({count} in all). Those from outside are lost, and CRIU refuses one that already carries data or was closed.',
      noticed: 'frozen',
      criuError: 'Non-empty write queue on an in-flight socket|Found a closed in-flight socket',
      remedies: [
        { text: 'Look again a moment later: a program that accepts its connections empties the queue by itself.' },
      ],
    },
  },
  evaluate: ({ unixSockets: sockets }, { purpose }) => sockets.flatMap((socket) => judgeSocket(socket, purpose)),
});

type Kind = 'external-stream' | 'external-datagram' | 'nameless-peer' | 'relative-peer' | 'pending';

const judgeSocket = (socket: UnixSocket, purpose: Purpose): Reported<Kind>[] => {
  if (socket.pendingConnections > 0) {
    return [report('pending', socket, { count: String(socket.pendingConnections), name: socket.name ?? '(unnamed)' })];
  }
  const outside = socket.peerInode !== null && !socket.peerInTree;
  return outside
    ? [report(kindOfPeer(socket, purpose), socket, { type: socket.type, peer: describePeer(socket) })]
    : [];
};

const kindOfPeer = ({ type, peerName }: UnixSocket, purpose: Purpose): Kind => {
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
