import { buildBundle, buildFd, buildTask, buildUnixSocket, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type UnixSocket } from '../facts/index.ts';
import { unixSocketStates } from './unix-socket-states.ts';

const judged = (...sockets: Partial<UnixSocket>[]): FactBundle => {
  const built = sockets.map(buildUnixSocket);
  const fds = built.map(({ inode }, index) =>
    buildFd({ fd: index + 3, kind: 'socket', link: `socket:[${inode}]`, inode }),
  );
  return buildBundle({ tree: { tasks: [buildTask({ fds })], unixSockets: known(built) } });
};
const listener = { state: 'listen', name: '/run/s', peerInode: null, peerInTree: false } as const;
const waiting = (client: string | null, inTree: boolean, sentBytes: number) => ({
  ...listener,
  pendingConnections: 1,
  waiting: [{ client, inTree, sentBytes }],
});
const datagram = (inode: string, peerInode: string | null, name: string | null): Partial<UnixSocket> => ({
  inode,
  peerInode,
  name,
  type: 'dgram',
});

describeRule(unixSocketStates, {
  silent: [
    { name: 'a client of the tree that waits and sent nothing', source: judged(waiting('7', true, 0)) },
    { name: 'a client from outside that sent something', source: judged(waiting('7', false, 9)) },
    {
      name: 'a relative name that lies where it was bound',
      source: judged({ ...listener, name: 's', boundPath: '/srv/s (deleted)' }),
    },
    {
      name: 'a pair one process holds',
      source: judged({ inode: '1', peerInode: '2' }, { inode: '2', peerInode: '1' }),
    },
    { name: 'data without control messages', source: judged({ receiveQueueBytes: 5, controlMessages: [] }) },
    {
      name: 'a chain whose ends come before the middle',
      source: judged(datagram('1', '2', null), datagram('3', null, '/c'), datagram('2', '3', '/b')),
    },
    { name: 'two that send to each other', source: judged(datagram('1', '2', '/a'), datagram('2', '1', '/b')) },
  ],
  fires: [
    {
      name: 'a client that closed before it was accepted',
      source: judged(waiting(null, false, 0)),
      finding: { id: 'unix-socket-states.closed-client', severity: 'blocker' },
      criuLine: 'Error (criu/sk-unix.c:525): unix: Found a closed in-flight socket to 0x89c1',
    },
    {
      name: 'a client of the tree that sent before it was accepted',
      source: judged(waiting('7', true, 4)),
      finding: { id: 'unix-socket-states.sent-unaccepted' },
      criuLine: 'Error (criu/sk-unix.c:506): unix: Non-empty write queue on an in-flight socket 0x4ee1f6',
    },
    {
      name: 'a client that nobody outside accepted yet',
      source: judged({ peerInode: null, peerInTree: false, awaitsAccept: { listenerInTree: false } }),
      finding: { id: 'unix-socket-states.unaccepted-outside', noticed: 'restore' },
      criuLine: '  8487: Error (criu/sk-unix.c:2285): unix: FATAL: Peer 5172278 unresolved for 5171731',
    },
    {
      name: 'a relative name whose directory was renamed',
      source: judged({ ...listener, name: 'd/s', boundPath: '/srv/e/s' }),
      finding: { id: 'unix-socket-states.moved-name' },
      criuLine: 'Error (criu/sk-unix.c:698): unix: Unable too cut d/s from /tmp/x/e/s',
    },
    {
      name: 'data that comes with credentials',
      source: judged({ receiveQueueBytes: 5, controlMessages: ['SO_PASSCRED'] }),
      finding: { id: 'unix-socket-states.control-messages' },
      criuLine: 'Error (criu/sk-queue.c:144): skqueue: Control messages in queue, not supported',
    },
    {
      name: 'descriptors on their way',
      source: judged({ inFlightFds: 2 }),
      finding: { id: 'unix-socket-states.in-flight', severity: 'caution' },
      criuLine: 'Error (criu/tty.c:1865): tty: No CTL for TTY dump, likely SCM case',
    },
    {
      name: 'a nameless receiver that is connected elsewhere',
      source: judged(datagram('1', '2', null), datagram('2', null, null)),
      finding: { id: 'unix-socket-states.unreachable-peer' },
      criuLine: 'Error (criu/sk-unix.c:430): unix: Unix socket 1 with unreachable peer 2 (0)',
    },
    {
      name: 'a chain whose middle comes before an end',
      source: judged(datagram('1', '2', null), datagram('2', '3', '/b'), datagram('3', null, '/c')),
      finding: { id: 'unix-socket-states.chained', noticed: 'restore' },
      criuLine: '  8382: Error (criu/sk-unix.c:2285): unix: FATAL: Peer 5553601 unresolved for 5553600',
    },
    {
      name: 'datagrams nobody read yet, whose senders are lost',
      source: judged({ ...datagram('1', null, '/a'), receiveQueueBytes: 5 }),
      finding: { id: 'unix-socket-states.queued-senders', severity: 'caution' },
    },
    {
      name: 'a connection between two processes of the tree',
      source: judged({ inode: '1', peerInode: '2' }, { inode: '2', peerInode: '1', pids: [101] }),
      finding: { id: 'unix-socket-states.peer-credentials', severity: 'caution' },
    },
  ],
});
