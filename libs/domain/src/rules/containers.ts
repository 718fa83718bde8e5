import type { Container, InetSocket } from '../facts/index.ts';
import { formatEndpoint, isConnection } from './connection-states.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const containers = defineRule({
  id: 'containers',
  title: 'Containers that their runtime dumps and restores',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['container', 'namespaces', 'rootPid', 'collectorNamespaces', 'inetSockets'],
  couldBlock: true,
  findings: {
    'no-checkpoint': {
      severity: 'blocker',
      message:
        'The container {name} runs under {runtime}, through which nothing was dumped yet: the crun of Debian 12 was built without CRIU and has no command for it.',
      noticed: 'before-freeze',
      criuError: null,
      remedies: [{ text: 'Run the container with runc.' }],
    },
    'no-configuration': {
      severity: 'blocker',
      message:
        'Where the config.json of the container {name} lies is not known, and without it nobody can restore the container.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Start the container again with a bundle directory.' }],
    },
    'systemd-cgroup': {
      severity: 'blocker',
      message: 'The cgroup of the container {name} is made by systemd, and moving such a container was not tried.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Start the container without --systemd-cgroup.' }],
    },
    terminal: {
      severity: 'blocker',
      message:
        'The container {name} has a terminal, whose other end a program on this host holds. A restored container would wait for somebody to take that end.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Start the container without a terminal ("terminal": false in its config.json).' }],
    },
    'exec-session': {
      severity: 'caution',
      message:
        'Process {pid} ({comm}) was started in the container {name} from outside. It is not below the first process of the container, is not in the dump, and ends with it.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Wait until it has ended.' }],
    },
    'connection-without-network': {
      severity: 'blocker',
      message:
        'Process {pid} in the container {name} is connected from {local} to {remote}. runc brings the container back with an empty network, where no route leads there, and CRIU cannot connect the socket.',
      noticed: 'restore',
      criuError: "Can't connect inet socket( back)?: (Network is unreachable|Cannot assign requested address)",
      remedies: [
        {
          text: 'Make the network outside and let the container join it by its path (namespaces in config.json): runc then restores into what lies there.',
        },
        { text: 'Close the connection before the dump.' },
      ],
    },
    'empty-network': {
      severity: 'caution',
      message:
        'The container {name} has a network of its own, which runc leaves out of its images: it comes back with nothing but a loopback device that is down, without addresses and routes. Its sockets are there, and nothing reaches them, not even from within.',
      noticed: 'never',
      criuError: null,
      remedies: [
        {
          text: 'Make the network outside and let the container join it by its path (namespaces in config.json): runc then restores into what lies there.',
        },
        {
          text: 'After the restore bring the loopback device up (nsenter --net --target PID ip link set lo up), and make links, addresses and routes again.',
        },
      ],
    },
  },
  evaluate: (facts, { purpose }) => {
    const { container } = facts;
    if (container === null) return [];
    const isRestored = purpose !== 'dump';
    return [
      ...judgeContainer(container, isRestored),
      ...judgeOutsiders(container),
      ...(isRestored ? judgeNetwork(container, facts) : []),
    ];
  },
});

/** runc always dumps with --empty-ns=net (checkpoint.go); podman makes the network again by itself. */
const judgeNetwork = (
  { runtime, name, joinedNamespaces }: Container,
  { namespaces, rootPid, collectorNamespaces, inetSockets }: Around,
): Reported<Kind>[] => {
  const own = namespaces.find(({ pid }) => pid === rootPid)?.kinds.net;
  const isJoined = joinedNamespaces.some(({ type }) => type === 'network');
  if (runtime !== 'runc' || isJoined || own === undefined || own === collectorNamespaces.net) return [];
  const connected = inetSockets.filter(isConnected).map((socket) => judgeConnected(name, socket));
  return connected.length > 0
    ? connected
    : [{ kind: 'empty-network', subject: { kind: 'process', pid: rootPid }, evidence: { name } }];
};

type Around = Pick<FactValues, 'namespaces' | 'rootPid' | 'collectorNamespaces' | 'inetSockets'>;

/** A datagram socket is connected again too. */
const isConnected = (socket: InetSocket): boolean =>
  isConnection(socket) || (socket.type === 'dgram' && socket.remote.port !== 0);

const judgeConnected = (name: string, { pids, local, remote }: InetSocket): Reported<Kind> => {
  const pid = Math.min(...pids);
  const evidence = { name, pid: String(pid), local: formatEndpoint(local), remote: formatEndpoint(remote) };
  return { kind: 'connection-without-network', subject: { kind: 'process', pid }, evidence };
};

type Kind =
  | 'no-checkpoint'
  | 'no-configuration'
  | 'systemd-cgroup'
  | 'terminal'
  | 'exec-session'
  | 'connection-without-network'
  | 'empty-network';

const judgeContainer = (container: Container, isRestored: boolean): Reported<Kind>[] => {
  const { runtime, name, bundle, systemdCgroup, hasTerminal } = container;
  const wrong: [boolean, Kind][] = [
    [runtime === 'crun', 'no-checkpoint'],
    [bundle === null, 'no-configuration'],
    [systemdCgroup, 'systemd-cgroup'],
    [hasTerminal && isRestored, 'terminal'],
  ];
  return wrong
    .filter(([isSo]) => isSo)
    .map(([, kind]) => ({ kind, subject: { kind: 'process' }, evidence: { name, runtime } }));
};

const judgeOutsiders = ({ name, outsiders }: Container): Reported<Kind>[] =>
  outsiders.map(({ pid, comm }) => ({
    kind: 'exec-session',
    subject: { kind: 'process', pid },
    evidence: { name, pid: String(pid), comm },
  }));
