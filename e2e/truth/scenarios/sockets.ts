import type { Scenario } from '../scenario.ts';
import { each, eachBeside } from './product.ts';

const mptcp = 262;
const odd = [
  'icmp',
  'raw-icmp',
  'raw-tcp',
  'raw6-icmp',
  'packet',
  'packet-unbound',
  'packet-multicast',
  'packet-promiscuous',
  'netlink-route',
  'netlink-unbound',
  'netlink-groups',
  'netlink-data',
  'netlink-uevent',
  'netlink-diag',
  'netlink-generic',
  'netlink-netfilter',
  'vsock',
  'alg',
  'can',
  'xdp',
  'sctp',
];

/** Sockets of every family and state, with peers inside and outside of the tree. */
export const socketScenarios: readonly Scenario[] = [
  ...each('tcp_listener', { family: [4, 6] }),
  ...each('tcp_listener', { protocol: [mptcp] }),
  ...each('socket_option', {
    name: [
      'fastopen',
      'user-timeout',
      'no-delay',
      'keep-idle',
      'transparent',
      'errors',
      'multicast-loop',
      'segment',
      'broadcast',
    ],
  }),
  ...each('tcp_unconnected', { bound: [true, false] }),
  ...each('tcp_inside', {
    state: ['connected', 'closed-listener', 'half-closed', 'both-closed', 'time-wait', 'queued'],
  }),
  ...each('tcp_inside', { family: [6] }),
  ...eachBeside('tcp_server', 'tcp_client_outside', {
    state: ['connected', 'peer-closed', 'half-closed', 'queued', 'unsent'],
  }),
  ...eachBeside('tcp_server', 'tcp_client_outside', { family: [6] }),
  ...eachBeside('tcp_server', 'tcp_client_outside', {
    accept: [false],
    state: ['pending', 'pending-data', 'pending-closed'],
  }),
  ...eachBeside('tcp_client', 'tcp_server_outside', { family: [4, 6] }, ['family']),
  ...each('tcp_connecting'),
  ...each('udp', { state: ['unbound', 'bound', 'connected', 'corked', 'cork-flushed', 'queued'] }),
  ...each('udp', { family: [6] }),
  ...each('udp', { protocol: [136] }),
  ...each('odd_socket', { kind: odd }),
  ...each('unix_pair', { kind: ['stream', 'dgram', 'seqpacket'], state: ['connected', 'queued'] }),
  ...each('unix_pair', { state: ['peer-closed', 'closed-with-data', 'shut', 'passing'] }),
  ...each('unix_pair', { kind: ['dgram'], state: ['peer-closed'] }),
  ...each('unix_pair', { spread: [true] }),
  ...each('unix_listener', { name: ['path', 'abstract', 'relative'] }),
  ...each('unix_listener', { kind: ['dgram', 'seqpacket'] }),
  ...each('unix_listener', { state: ['deleted', 'replaced'] }),
  ...each('unix_listener', { pending: ['plain', 'data', 'closed'] }),
  ...eachBeside('unix_client', 'unix_server_outside', { kind: ['stream', 'dgram', 'seqpacket'] }, ['kind']),
  ...eachBeside('unix_client', 'unix_server_outside', { kind: ['dgram'], named: [true] }, ['kind']),
  ...eachBeside('unix_accepted', 'unix_connects', { close: [false, true] }),
];
