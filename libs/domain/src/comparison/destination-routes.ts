import type { Answers, Fact, HostDetails, InetSocket } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { isEverywhere, plainAddress } from './addresses.ts';
import { needed } from './needed-fact.ts';

export const destinationRoutes = defineRule({
  id: 'destination-routes',
  title: 'Routes and interfaces on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['inetSockets', 'destination.places', 'destination.details'],
  couldBlock: true,
  findings: {
    unreachable: {
      severity: 'blocker',
      message:
        'Process {pid} is connected to {address}, and the destination has no way to it ({reason}). CRIU connects each socket again.',
      noticed: 'restore',
      criuError: "Can't connect inet socket back",
      remedies: [{ text: 'Add a route to {address} on the destination.' }],
    },
    'no-ipv6': {
      severity: 'blocker',
      message: 'The tree has IPv6 sockets, and the kernel of the destination offers no IPv6.',
      noticed: 'restore',
      criuError: "Can't create inet socket|Address family not supported by protocol",
      remedies: [{ text: 'Switch IPv6 on where the destination boots (ipv6.disable=0).' }],
    },
    'interface-missing': {
      severity: 'blocker',
      message:
        'A socket of process {pid} is bound to the network interface {interface}, which the destination does not have.',
      noticed: 'restore',
      criuError: "couldn't find ifindex for|Can't set 1:25 .*No such device",
      remedies: [{ text: 'Give an interface of the destination that name: ip link set NAME name {interface}.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'What the network of the destination offers to the sockets of process {pid} is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run on the destination, then look again.' }],
    },
  },
  evaluate: ({ inetSockets, 'destination.places': { unreachable }, 'destination.details': there }) => [
    ...judgeRoutes(inetSockets, needed(unreachable)),
    ...judgeFamily(inetSockets, there.ipv6),
    ...judgeInterfaces(inetSockets, needed(there.interfaces)),
  ],
});

type Kind = 'unreachable' | 'no-ipv6' | 'interface-missing' | 'unread';
type Unreachable = NonNullable<Answers['unreachable']>;

const report = (kind: Kind, { pids, inode }: InetSocket, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'socket', pid: Math.min(...pids), path: `socket:[${inode}]` },
  evidence: { pid: String(Math.min(...pids)), ...evidence },
});

/** A socket with a peer elsewhere, which CRIU connects again at restore. */
export const hasRemote = ({ remote }: InetSocket): boolean => remote.port !== 0 && !isEverywhere(remote.address);

const judgeRoutes = (sockets: InetSocket[], unreachable: Unreachable): Reported<Kind>[] => {
  const connected = sockets.filter(hasRemote);
  const first = connected[0];
  if (first === undefined) return [];
  if (!unreachable.known) return [report('unread', first, { reason: unreachable.reason })];
  const reasons = new Map(unreachable.value.map(({ address, reason }) => [address, reason]));
  const cutOff = new Map(connected.map((socket) => [plainAddress(socket.remote.address), socket]));
  return [...cutOff].flatMap(([address, socket]) => {
    const reason = reasons.get(address);
    return reason === undefined ? [] : [report('unreachable', socket, { address, reason })];
  });
};

const judgeFamily = (sockets: InetSocket[], ipv6: HostDetails['ipv6']): Reported<Kind>[] => {
  const wide = sockets.find(({ family }) => family === 'ipv6');
  return wide !== undefined && ipv6?.known === true && !ipv6.value ? [report('no-ipv6', wide, {})] : [];
};

const judgeInterfaces = (sockets: InetSocket[], interfaces: Fact<string[]>): Reported<Kind>[] => {
  const bound = new Map(
    sockets.flatMap((socket) =>
      socket.boundInterface === undefined ? [] : [[socket.boundInterface, socket] as const],
    ),
  );
  return [...bound].flatMap(([name, socket]) => {
    if (!interfaces.known) return [report('unread', socket, { reason: interfaces.reason })];
    return interfaces.value.includes(name) ? [] : [report('interface-missing', socket, { interface: name })];
  });
};
