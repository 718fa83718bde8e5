import type { HostDetails, InetSocket, OtherSocket } from '../facts/index.ts';
import { capability, plainSockets, whyRefused } from './capability.ts';
import { formatEndpoint, groupByOwner, unboundInetNames } from './connection-states.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';
import { hasInetSocketGap } from './version-order.ts';

export const inetSockets = defineRule({
  id: 'inet-sockets',
  title: 'Internet sockets of any kind',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['inetSockets', 'otherSockets', 'kernel', 'criu', 'capabilityMatrix', 'details'],
  couldBlock: true,
  findings: {
    'kernel-gap': {
      severity: 'blocker',
      message:
        'Process {pid} has internet or packet sockets ({count} in all), and CRIU {criu} cannot save any on kernel {kernel}: {why}.',
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
        'The datagram socket {local} of process {pid} gathers what is sent before it goes out ({bytes} bytes now). CRIU refuses a corked datagram socket.',
      noticed: 'frozen',
      criuError: "Can't dump corked dgram socket",
      probe: 'udp-corked',
      remedies: [
        { text: 'Look again: unsent data normally leaves at once. If it stays, the program must uncork the socket.' },
      ],
    },
    'scoped-address': {
      severity: 'blocker',
      message:
        'Process {pid} has a socket bound to the multicast address {local}, which means one interface only. CRIU does not save which, so it cannot bind the socket again. The dump passes.',
      noticed: 'restore',
      criuError: "Can't bind inet socket \\(id \\d+\\): Invalid argument",
      remedies: [{ text: 'Let the program bind the port on all addresses (::) and join the group, as most do.' }],
    },
    'lost-settings': {
      severity: 'caution',
      message:
        'Sockets of process {pid} have settings that CRIU does not save: {settings}. The restored sockets have the defaults of the host.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program after the restore if it depends on them.' }],
    },
    'unread-datagrams': {
      severity: 'caution',
      message:
        'The datagram socket {local} of process {pid} holds {bytes} unread bytes. CRIU drops them: the program will never see these datagrams.',
      noticed: 'frozen',
      criuError: 'Read queue is dropped for socket',
      probe: 'udp-unread',
      remedies: [{ text: 'Accept the loss, as the protocol does, or wait until the queue is read.' }],
    },
  },
  evaluate: ({ inetSockets: sockets, otherSockets, kernel, criu, capabilityMatrix: matrix, details }, { purpose }) => [
    ...findGap([...sockets, ...otherSockets.filter(isAskedLikeInternet)], {
      kernel,
      criu,
      matrix,
    }),
    ...sockets.filter(isUnsupported).map(reportProtocol),
    ...sockets.filter(isDatagram).flatMap(judgeQueues),
    ...(purpose === 'dump' ? [] : sockets.filter(isScoped).map(reportScoped)),
    ...lostSettings(sockets, usualCongestion(details)),
  ],
});

/** Internet sockets in no table yet, and packet sockets, of which CRIU asks the same. */
const isAskedLikeInternet = ({ family }: OtherSocket): boolean =>
  unboundInetNames.includes(family) || /^packet$/i.test(family);

type Kind = 'kernel-gap' | 'protocol' | 'corked' | 'scoped-address' | 'lost-settings' | 'unread-datagrams';

/** IPPROTO numbers whose sockets CRIU refuses; raw sockets carry any other number and are saved. */
const unsupported: Record<number, string> = { 33: 'DCCP', 115: 'L2TP', 132: 'SCTP', 256: 'SMC', 262: 'MPTCP' };

/** Their probes, where there is one. */
const probeOfProtocol: Record<number, string> = { 132: 'sctp', 262: 'mptcp' };

const isUnsupported = ({ protocol, type }: InetSocket): boolean => type !== 'raw' && protocol in unsupported;

/** Multicast within one interface or one link (RFC 4291): binding such an address needs the interface's number. */
const isScoped = ({ local }: InetSocket): boolean => local.port !== 0 && /^ff[0-9a-f][12]:/.test(local.address);

const reportScoped = (socket: InetSocket): Reported<Kind> => ({
  kind: 'scoped-address',
  subject: { kind: 'socket', pid: ownerOf(socket) },
  evidence: { pid: String(ownerOf(socket)), local: formatEndpoint(socket.local) },
});

const settingsOf = (socket: InetSocket, usual: string | undefined): string[] => [
  ...(socket.unsavedOptions ?? []).map((name) => `${name} at ${formatEndpoint(socket.local)}`),
  ...(socket.signed ? [`MD5 signatures at ${formatEndpoint(socket.local)}`] : []),
  ...(socket.upperLayer === undefined ? [] : [`${socket.upperLayer} in the kernel at ${formatEndpoint(socket.local)}`]),
  ...(usual === undefined || socket.congestion === undefined || socket.congestion === usual
    ? []
    : [`congestion control ${socket.congestion}`]),
];

const usualCongestion = ({ sysctls }: HostDetails): string | undefined => {
  const fact = sysctls?.['net.ipv4.tcp_congestion_control'];
  return fact?.known ? fact.value : undefined;
};

/** One finding per process; which congestion control is usual here is told by the host where it was read. */
const lostSettings = (sockets: InetSocket[], usual?: string): Reported<Kind>[] =>
  [...groupByOwner(sockets)].flatMap(([pid, owned]) => {
    const settings = [...new Set(owned.flatMap((socket) => settingsOf(socket, usual)))];
    if (settings.length === 0) return [];
    const evidence = { pid: String(pid), settings: settings.slice(0, 3).join(', ') };
    return [{ kind: 'lost-settings' as const, subject: { kind: 'socket' as const, pid }, evidence }];
  });

const isDatagram = ({ protocol }: InetSocket): boolean => protocol === 17 || protocol === 136;

const ownerOf = ({ pids }: InetSocket): number => Math.min(...pids);

interface Host {
  kernel: FactValues['kernel'];
  criu: FactValues['criu'];
  matrix: FactValues['capabilityMatrix'];
}

/** A probe that really dumped a socket here outweighs any table of versions. */
const whyNoSocket = ({ kernel, criu, matrix }: Host): string | null => {
  if (plainSockets.some((kind) => capability(matrix, kind) === 'carried')) return null;
  const refused = whyRefused(matrix, plainSockets);
  if (refused !== null) return `small programs with plain sockets were refused here: ${refused}`;
  if (criu.tcpProbe !== null)
    return criu.tcpProbe.passed ? null : `a dump of a small program failed with ${criu.tcpProbe.detail}`;
  const gap = hasInetSocketGap(kernel.release, criu.version);
  return gap ? 'this kernel no longer answers a question that CRIU before 4.2 asks of every socket' : null;
};

const findGap = (sockets: { pids: number[] }[], host: Host): Reported<Kind>[] => {
  const { kernel, criu } = host;
  const why = whyNoSocket(host);
  if (why === null) return [];
  return [...groupByOwner(sockets)].map(([pid, owned]) => ({
    kind: 'kernel-gap',
    subject: { kind: 'socket', pid },
    evidence: { pid: String(pid), count: String(owned.length), criu: criu.version, kernel: kernel.release, why },
  }));
};

const reportProtocol = (socket: InetSocket): Reported<Kind> => ({
  kind: 'protocol',
  probe: probeOfProtocol[socket.protocol],
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
    ...(socket.sendQueueBytes > 0 || socket.corked === true ? [about('corked', socket.sendQueueBytes)] : []),
    ...(socket.receiveQueueBytes > 0 ? [about('unread-datagrams', socket.receiveQueueBytes)] : []),
  ];
};
