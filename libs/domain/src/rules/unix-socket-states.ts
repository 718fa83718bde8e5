import type { UnixSocket } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const unixSocketStates = defineRule({
  id: 'unix-socket-states',
  title: 'States of unix sockets',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['unixSockets', 'fds'],
  couldBlock: true,
  findings: {
    'closed-client': {
      severity: 'blocker',
      message:
        'On the unix socket {name} of process {pid} waits a connection whose client has closed it already. CRIU cannot see what that client sent.',
      noticed: 'frozen',
      criuError: 'Found a closed in-flight socket',
      remedies: [{ text: 'Look again when the program has accepted its connections.' }],
    },
    'sent-unaccepted': {
      severity: 'blocker',
      message:
        'On the unix socket {name} of process {pid} waits a connection of the tree itself that already carries {bytes} bytes. CRIU has no way to get at them.',
      noticed: 'frozen',
      criuError: 'Non-empty write queue on an in-flight socket',
      remedies: [{ text: 'Look again when the program has accepted its connections.' }],
    },
    'unaccepted-outside': {
      severity: 'blocker',
      message:
        'Process {pid} is connected to a unix socket of a process outside of the tree that did not accept the connection yet. The dump passes, and CRIU finds no peer at restore.',
      noticed: 'restore',
      criuError: 'FATAL: Peer \\d+ unresolved for|Dangling connection',
      remedies: [{ text: 'Look again when the server has accepted the connection, or close it.' }],
    },
    'moved-name': {
      severity: 'blocker',
      message:
        'Process {pid} has a unix socket bound to the relative name {name}, and the file lies at {real} now. CRIU cannot tell the directory the name is relative to.',
      noticed: 'frozen',
      criuError: 'Unable too cut .* from ',
      remedies: [{ text: 'Bind sockets to absolute paths, or without symbolic links and "..".' }],
    },
    'control-messages': {
      severity: 'blocker',
      message:
        'Data waits in a unix socket of process {pid} that has {options} set. CRIU does not know the messages the kernel adds to such data.',
      noticed: 'frozen',
      criuError: 'Control messages in queue, not supported',
      remedies: [{ text: 'Look again a moment later, when the program has read its data.' }],
    },
    'in-flight': {
      severity: 'caution',
      message:
        'In a unix socket of process {pid} travel {count} descriptors nobody took out yet. CRIU saves what is plain, and refuses terminals and whatever else it would refuse as an open descriptor.',
      noticed: 'frozen',
      criuError: 'No CTL for TTY dump, likely SCM case|More than 1 SCM|Unix SCM files are not verified',
      remedies: [{ text: 'Look again a moment later, when the program has received them.' }],
    },
    'queued-senders': {
      severity: 'caution',
      message:
        'Datagrams wait in the unix socket {name} of process {pid}. CRIU saves their data but not who sent them: the program cannot answer.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Look again a moment later, when the program has read its datagrams.' }],
    },
    'peer-credentials': {
      severity: 'caution',
      message:
        'Process {pid} is connected to another process of the tree over a unix socket. After the restore SO_PEERCRED names the process that made the connection again, not its peer.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Connect again after the restore, if the program trusts its peer by these credentials.' }],
    },
    'unreachable-peer': {
      severity: 'blocker',
      message:
        'Process {pid} sends to a datagram socket of the tree that has no name and is connected elsewhere: nothing could connect to it again.',
      noticed: 'frozen',
      criuError: 'with unreachable peer',
      remedies: [{ text: 'Bind the receiving socket to a name.' }],
    },
    chained: {
      severity: 'blocker',
      message:
        'Process {pid} sends to the datagram socket {name}, which itself is connected to a third one. CRIU restores such a chain only when it meets the ends before the middle. The dump passes.',
      noticed: 'restore',
      criuError: "FATAL: Peer \\d+ unresolved for|Can't connect \\d+ socket: Operation not permitted",
      remedies: [{ text: 'Let the middle socket receive without being connected.' }],
    },
  },
  evaluate: ({ unixSockets: sockets, fds }, { purpose }) => {
    const byInode = new Map(sockets.map((socket) => [socket.inode, socket]));
    const order = orderOf(fds);
    return [
      ...sockets.flatMap((socket) => [
        ...judgeWaiting(socket),
        ...judgeOwnState(socket, byInode),
        ...(purpose === 'dump' ? [] : judgeRestore(socket, byInode, order)),
      ]),
      // One such pair tells of all.
      ...sockets
        .filter((socket) => joinsProcesses(socket, byInode))
        .slice(0, 1)
        .map((socket) => about('peer-credentials', socket)),
    ];
  },
});

type Kind =
  | 'closed-client'
  | 'sent-unaccepted'
  | 'unaccepted-outside'
  | 'moved-name'
  | 'control-messages'
  | 'in-flight'
  | 'queued-senders'
  | 'peer-credentials'
  | 'unreachable-peer'
  | 'chained';

const about = (kind: Kind, { pids, name }: UnixSocket, more: Record<string, string> = {}): Reported<Kind> => {
  const pid = Math.min(...pids);
  return {
    kind,
    subject: name === null ? { kind: 'socket', pid } : { kind: 'socket', pid, path: name },
    evidence: { pid: String(pid), name: name ?? '(unnamed)', ...more },
  };
};

const judgeWaiting = (socket: UnixSocket): Reported<Kind>[] => {
  const waiting = socket.waiting ?? [];
  if (waiting.some(({ client }) => client === null)) return [about('closed-client', socket)];
  const sent = waiting.find(({ inTree, sentBytes }) => inTree && sentBytes > 0);
  return sent === undefined ? [] : [about('sent-unaccepted', socket, { bytes: String(sent.sentBytes) })];
};

/** The name as it ends the path of the file: CRIU cuts it off to learn the directory (sk-unix.c, cut_path_ending). */
const endsInName = (path: string, name: string): boolean =>
  path.replace(/ \(deleted\)$/, '').endsWith(`/${name.replace(/^\.\//, '')}`) || path === name;

/** Both ends are in the tree, and no process holds both. */
const joinsProcesses = (socket: UnixSocket, byInode: Map<string, UnixSocket>): boolean => {
  const peer = peerOf(socket, byInode);
  return socket.type !== 'dgram' && peer !== undefined && !peer.pids.some((pid) => socket.pids.includes(pid));
};

const judgeOwnState = (socket: UnixSocket, byInode: Map<string, UnixSocket>): Reported<Kind>[] => {
  const { name, boundPath, controlMessages = [], inFlightFds = 0 } = socket;
  return [
    ...(boundPath !== undefined && name !== null && !endsInName(boundPath, name)
      ? [about('moved-name', socket, { real: boundPath })]
      : []),
    ...(controlMessages.length > 0
      ? [about('control-messages', socket, { options: controlMessages.join(' and ') })]
      : []),
    ...(socket.type === 'dgram' && socket.receiveQueueBytes > 0 && controlMessages.length === 0
      ? [about('queued-senders', socket)]
      : []),
    ...(inFlightFds > 0 ? [about('in-flight', socket, { count: String(inFlightFds) })] : []),
    ...(hasUnreachablePeer(socket, byInode) ? [about('unreachable-peer', socket)] : []),
  ];
};

const peerOf = ({ peerInode }: UnixSocket, byInode: Map<string, UnixSocket>): UnixSocket | undefined =>
  byInode.get(peerInode ?? '');

const hasUnreachablePeer = (socket: UnixSocket, byInode: Map<string, UnixSocket>): boolean => {
  const peer = peerOf(socket, byInode);
  return peer !== undefined && peer.peerInode !== socket.inode && peer.name === null;
};

/** In which CRIU meets the sockets: task by task, descriptor by descriptor. */
const orderOf = (fds: FactValues['fds']): Map<string, number> =>
  new Map(
    fds
      .map(({ kind, inode }, index): [string, number] => [kind === 'socket' ? inode : '', index])
      .filter(([inode]) => inode !== '')
      .reverse(),
  );

const judgeRestore = (
  socket: UnixSocket,
  byInode: Map<string, UnixSocket>,
  order: Map<string, number>,
): Reported<Kind>[] => {
  if (socket.awaitsAccept?.listenerInTree === false) return [about('unaccepted-outside', socket)];
  const middle = peerOf(socket, byInode);
  const last = middle === undefined ? undefined : peerOf(middle, byInode);
  if (socket.type !== 'dgram' || middle === undefined || last === undefined) return [];
  if (last === socket || last === middle || middle === socket) return [];
  const place = ({ inode }: UnixSocket): number => order.get(inode) ?? 0;
  const endsFirst = place(socket) < place(middle) && place(last) < place(middle);
  return endsFirst ? [] : [about('chained', socket, { name: middle.name ?? '(unnamed)' })];
};
