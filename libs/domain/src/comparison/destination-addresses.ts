import type { HostDetails, InetSocket } from '../facts/index.ts';
import { isConnection } from '../rules/connection-states.ts';
import { defineRule } from '../rules/rule.ts';
import { isEverywhere, plainAddress } from './addresses.ts';
import { numberOf } from './needed-fact.ts';

export const destinationAddresses = defineRule({
  id: 'destination-addresses',
  title: 'Network addresses on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['inetSockets', 'destination.addressesPresent', 'destination.details'],
  couldBlock: true,
  findings: {
    absent: {
      severity: 'blocker',
      message:
        'Process {pid} uses the address {address} (sockets: {count}), which the destination does not have and which does not move along.',
      noticed: 'restore',
      criuError: "Can't bind inet socket|Cannot assign requested address",
      remedies: [
        { text: 'Give the workload a service address of its own, which moves along with it.' },
        { text: 'Let the program listen on the wildcard address.' },
      ],
    },
    'nobody-there': {
      severity: 'caution',
      message:
        'Process {pid} is bound to the address {address} (sockets: {count}), which the destination does not have. CRIU binds it there all the same ({because}), and no client reaches it.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Give the workload a service address of its own, which moves along with it.' },
        { text: 'Let the program listen on the wildcard address.' },
      ],
    },
  },
  evaluate: (
    { inetSockets, 'destination.addressesPresent': present, 'destination.details': details },
    { serviceAddress },
  ) => {
    const available = new Set([...present, ...(serviceAddress === null ? [] : [serviceAddress])].map(plainAddress));
    const lacking = inetSockets
      .map((socket) => ({ address: plainAddress(socket.local.address), socket }))
      .filter(({ address }) => !isEverywhere(address) && !available.has(address));
    return [...new Set(lacking.map(({ address }) => address))].map((address) => {
      const sockets = lacking.flatMap((one) => (one.address === address ? [one.socket] : []));
      const refused = sockets.filter((socket) => bindsAnyway(socket, details) === null);
      const told = refused[0] ?? sockets[0];
      const pid = Math.min(...(told?.pids ?? []));
      return {
        kind: refused.length > 0 ? ('absent' as const) : ('nobody-there' as const),
        subject: { kind: 'address' as const, pid, path: address },
        evidence: {
          address,
          pid: String(pid),
          count: String(sockets.length),
          ...(refused.length > 0 || told === undefined ? {} : { because: bindsAnyway(told, details) ?? '' }),
        },
      };
    });
  },
});

/**
 * Why CRIU can bind a socket to an address that is not there; null when it cannot. It lets IPv6 sockets do so for a moment
 * (IP_FREEBIND), because their addresses come up late, but not connections (sk-inet.c, inet_bind).
 */
const bindsAnyway = (socket: InetSocket, { sysctls }: HostDetails): string | null => {
  if (socket.family === 'ipv6' && !isConnection(socket)) return 'as it does with every IPv6 socket';
  return socket.family === 'ipv4' && numberOf(sysctls, 'net.ipv4.ip_nonlocal_bind') === 1
    ? 'net.ipv4.ip_nonlocal_bind is 1 there'
    : null;
};
