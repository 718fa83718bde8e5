import { buildBundle, buildUnixSocket, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type UnixSocket } from '../facts/index.ts';
import { unixSockets } from './unix-sockets.ts';

const judged = (changes: Partial<UnixSocket>): FactBundle =>
  buildBundle({ tree: { unixSockets: known([buildUnixSocket(changes)]) } });
const outside = { peerInTree: false, peerOwner: { pid: 1, comm: 'dbus-daemon' } };
const externalLine = 'Error (criu/sk-unix.c:874): unix: External socket is used. Consider using --ext-unix-sk option.';

describeRule(unixSockets, {
  silent: [
    { name: 'a pair inside the tree', source: judged({}) },
    {
      name: 'a listener',
      source: judged({ state: 'listen', name: '/run/counter.sock', peerInode: null, peerInTree: false }),
    },
    {
      name: 'a listener on which only clients of the tree wait',
      source: judged({
        state: 'listen',
        peerInode: null,
        peerInTree: false,
        pendingConnections: 1,
        waiting: [{ client: '9', inTree: true, sentBytes: 0 }],
      }),
    },
    {
      name: 'a peer that may be on its way in a queue of the tree',
      source: judged({ ...outside, peerOwner: null, peerUnderway: true }),
    },
    { name: 'a peer that is closed', source: judged({ peerInode: null, peerInTree: false }) },
    {
      name: 'a datagram socket that only sends',
      source: judged({ type: 'dgram', state: 'unconnected', peerInode: null, peerInTree: false }),
    },
  ],
  fires: [
    {
      name: 'a stream to a process outside',
      source: judged({ ...outside, peerName: '/run/dbus/system_bus_socket' }),
      finding: { id: 'unix-sockets.external-stream', severity: 'blocker', noticed: 'after-pages' },
      criuLine: externalLine,
    },
    {
      name: 'a seqpacket connection that a client outside opened',
      source: judged({ ...outside, type: 'seqpacket', name: '/run/counter.sock', peerOwner: null }),
      finding: { id: 'unix-sockets.external-stream', subject: { kind: 'socket', pid: 100, path: '/run/counter.sock' } },
      criuLine:
        "Error (criu/sk-unix.c:881): unix: Can't dump half of stream unix connection. name: (null); peer name: /run/x",
    },
    {
      name: 'a datagram socket connected to a named one outside',
      source: judged({ ...outside, type: 'dgram', peerName: '/dev/log' }),
      finding: {
        id: 'unix-sockets.external-datagram',
        severity: 'needs-option',
        remedies: [
          {
            text: 'Dump with --ext-unix-sk.',
            options: { dump: ['--ext-unix-sk'], restore: [] },
          },
        ],
      },
      criuLine: externalLine,
    },
    {
      name: 'a datagram socket connected to a nameless one outside',
      source: judged({ ...outside, type: 'dgram' }),
      finding: { id: 'unix-sockets.nameless-peer', severity: 'blocker' },
      criuLine: "Error (criu/sk-unix.c:887): unix: Can't dump name-less external socket.",
    },
    {
      name: 'a datagram socket connected to a name relative to some directory',
      source: judged({ ...outside, type: 'dgram', peerName: 'log' }),
      finding: { id: 'unix-sockets.relative-peer', severity: 'blocker' },
      criuLine: externalLine,
    },
    {
      name: 'the same in a dump alone, which passes with the option',
      purpose: 'dump',
      source: judged({ ...outside, type: 'dgram', peerName: 'log' }),
      finding: { id: 'unix-sockets.external-datagram', severity: 'needs-option' },
    },
    {
      name: 'connections that nobody accepted yet',
      source: judged({
        state: 'listen',
        name: '/run/counter.sock',
        peerInode: null,
        peerInTree: false,
        pendingConnections: 1,
      }),
      finding: { id: 'unix-sockets.pending', severity: 'caution' },
    },
  ],
});
