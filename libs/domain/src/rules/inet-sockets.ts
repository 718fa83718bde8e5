import type { InetSocket } from '../facts/index.ts';
import { formatEndpoint, groupByOwner, unboundInetNames } from './connection-states.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';
import { hasInetSocketGap } from './version-order.ts';

export const inetSockets = defineRule({
  id: 'inet-sockets',
  title: 'Internet sockets of any kind',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['inetSockets', 'otherSockets', 'kernel', 'criu'],
  couldBlock: true,
  findings: {
    'kernel-gap': {
      severity: 'blocker',
      message:
        'Process {pid} has internet sockets ({count} in all), and CRIU {criu} cannot save any on kernel {kernel}: {why}.',
      noticed: 'frozen',
      criuError: "Can't get 1:16 opt: Operation not supported",
      remedies: [{ text: 'Install CRIU 4.2 or later on this host.' }],
    },
    protocol: {
      severity: 'blocker',
      message:
        'Process {pid} has a socket of protocol {protocol} ({name}) at {local}. CRIU saves TCP, UDP, UDP-Lite, ICMP and raw sockets only.',
      noticed: 'frozen',
      criuError: 'Unsupported proto \\d+ for socket',
      remedies: [
        { text: 'For MPTCP, make the program listen with plain TCP; Go programs do with GODEBUG=multipathtcp=0.' },
        { text: 'Close the socket before the dump.' },
      ],
    },
    corked: {
      severity: 'blocker',
      message:
        'The datagram socket {local} of process {pid} holds {bytes} unsent bytes. CRIU refuses a corked datagram socket.',
      noticed: 'frozen',
      criuError: "Can't dump corked dgram socket",
      remedies: [
        { text: 'Look again: unsent data normally leaves at once. If it stays, the program must uncork the socket.' },
      ],
    },
    'unread-datagrams': {
      severity: 'caution',
      message:
        'The datagram socket {local} of process {pid} holds {bytes} unread bytes. CRIU drops them: the program will never see these datagrams.',
      noticed: 'frozen',
      criuError: 'Read queue is dropped for socket',
      remedies: [{ text: 'Accept the loss, as the protocol does, or wait until the queue is read.' }],
    },
  },
  evaluate: ({ inetSockets: sockets, otherSockets, kernel, criu }) => [
    ...findGap([...sockets, ...otherSockets.filter(({ family }) => unboundInetNames.includes(family))], kernel, criu),
    ...sockets.filter(({ protocol }) => protocol in unsupported).map(reportProtocol),
    ...sockets.filter(isDatagram).flatMap(judgeQueues),
  ],
});

type Kind = 'kernel-gap' | 'protocol' | 'corked' | 'unread-datagrams';

/** IPPROTO numbers whose sockets CRIU refuses; raw sockets carry any other number and are saved. */
const unsupported: Record<number, string> = { 33: 'DCCP', 115: 'L2TP', 132: 'SCTP', 256: 'SMC', 262: 'MPTCP' };

const isDatagram = ({ protocol }: InetSocket): boolean => protocol === 17 || protocol === 136;

const ownerOf = ({ pids }: InetSocket): number => Math.min(...pids);

/** A probe that really dumped a socket here outweighs any table of versions. */
const whyNoSocket = (kernel: FactValues['kernel'], criu: FactValues['criu']): string | null => {
  if (criu.tcpProbe !== null)
    return criu.tcpProbe.passed ? null : `a dump of a small program failed with ${criu.tcpProbe.detail}`;
  const gap = hasInetSocketGap(kernel.release, criu.version);
  return gap ? 'this kernel no longer answers a question that CRIU before 4.2 asks of every socket' : null;
};

const findGap = (
  sockets: { pids: number[] }[],
  kernel: FactValues['kernel'],
  criu: FactValues['criu'],
): Reported<Kind>[] => {
  const why = whyNoSocket(kernel, criu);
  if (why === null) return [];
  return [...groupByOwner(sockets)].map(([pid, owned]) => ({
    kind: 'kernel-gap',
    subject: { kind: 'socket', pid },
    evidence: { pid: String(pid), count: String(owned.length), criu: criu.version, kernel: kernel.release, why },
  }));
};

const reportProtocol = (socket: InetSocket): Reported<Kind> => ({
  kind: 'protocol',
  subject: { kind: 'socket', pid: ownerOf(socket) },
  evidence: {
    pid: String(ownerOf(socket)),
    protocol: String(socket.protocol),
    name: unsupported[socket.protocol] ?? 'unknown',
    local: formatEndpoint(socket.local),
  },
});

const judgeQueues = (socket: InetSocket): Reported<Kind>[] => {
  const about = (kind: Kind, bytes: number): Reported<Kind> => ({
    kind,
    subject: { kind: 'socket', pid: ownerOf(socket) },
    evidence: { pid: String(ownerOf(socket)), local: formatEndpoint(socket.local), bytes: String(bytes) },
  });
  return [
    ...(socket.sendQueueBytes > 0 ? [about('corked', socket.sendQueueBytes)] : []),
    ...(socket.receiveQueueBytes > 0 ? [about('unread-datagrams', socket.receiveQueueBytes)] : []),
  ];
};
