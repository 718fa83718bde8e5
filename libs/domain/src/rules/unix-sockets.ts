import type { UnixSocket } from '../facts/index.ts';
import { defineRule } from './rule.ts';
import { judgeUnixSocket } from './unix-socket-kinds.ts';

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
          text: 'Dump with --ext-unix-sk.',
          options: { dump: ['--ext-unix-sk'], restore: [] },
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
        'Connections from outside wait to be accepted on the unix socket {name} of process {pid} ({count} in all). They are lost: their clients find them closed.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Look again a moment later: a program that accepts its connections empties the queue by itself.' },
      ],
    },
  },
  evaluate: ({ unixSockets: sockets }, { purpose }) =>
    sockets.flatMap((socket: UnixSocket) => judgeUnixSocket(socket, purpose)),
});
