import {
  buildBundle,
  buildLink,
  buildNetworkNamespace,
  buildTask,
  describeRule,
  hostNamespaces,
} from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known, type NetworkLink, type NetworkNamespace } from '../facts/index.ts';
import { networkLinks } from './network-links.ts';

const inside = (namespace: NetworkNamespace, host: Partial<HostFacts> = {}): FactBundle =>
  buildBundle({
    host,
    tree: {
      tasks: [buildTask({ namespaces: known({ ...hostNamespaces, net: '4026539002' }) })],
      networkNamespaces: known([namespace]),
    },
  });
const withLink = (changes: Partial<NetworkLink>, namespace: Partial<NetworkNamespace> = {}): FactBundle =>
  inside(buildNetworkNamespace([buildLink(changes)], namespace));

const outside = { peerElsewhere: true, peerOnHost: { name: 'veth7', master: null } };
const blue = { heldBy: '/run/netns/blue' };

describeRule(networkLinks, {
  silent: [
    { name: 'the network of the host' },
    { name: 'a loopback alone', source: inside(buildNetworkNamespace()) },
    {
      name: 'a pair with both ends inside, and a bridge',
      source: inside(buildNetworkNamespace([buildLink(), buildLink({ kind: 'bridge', name: 'br0' })])),
    },
    { name: 'a tunnel the kernel puts everywhere', source: withLink({ name: 'gre0', type: 778, kind: 'gre' }) },
  ],
  fires: [
    {
      name: 'a named namespace with a link to the outside',
      source: withLink(outside, blue),
      finding: {
        id: 'network-links.kept-outside',
        remedies: [
          {
            text: 'Dump without the network and restore into the namespace that stays at /run/netns/blue.',
            options: { dump: ['--empty-ns=net'], restore: ['--join-ns=net:/run/netns/blue'] },
          },
        ],
      },
    },
    {
      name: 'a named namespace without a link to the outside',
      source: withLink({}, blue),
      finding: { id: 'network-links.copied-network', severity: 'caution' },
    },
    {
      name: 'a pair with its other end in a bridge of the host',
      source: withLink({ ...outside, peerOnHost: { name: 'veth7', master: 'br0' } }),
      finding: {
        id: 'network-links.peer-outside',
        remedies: [
          {
            text: 'Restore with --external=veth[eth0]:veth7@br0.',
            options: { dump: [], restore: ['--external=veth[eth0]:veth7@br0'] },
          },
        ],
      },
    },
    {
      name: 'a pair with its other end in a third namespace',
      source: withLink({ ...outside, peerOnHost: null }),
      finding: { id: 'network-links.peer-unknown', severity: 'caution' },
    },
    {
      name: 'a macvlan on a link of the host',
      source: withLink({ ...outside, kind: 'macvlan', peerOnHost: { name: 'eth1', master: null } }),
      finding: { id: 'network-links.parent-outside' },
      criuLine: 'Error (criu/net.c:1617): net: a macvlan parent for eth0 is required',
    },
    {
      name: 'a macvlan on a link of the tree',
      source: withLink({ kind: 'macvlan' }),
      finding: { id: 'network-links.parent-inside', severity: 'blocker' },
      criuLine: 'Error (criu/net.c:1617): net: a macvlan parent for t0 is required',
    },
    {
      name: 'a vxlan',
      source: withLink({ kind: 'vxlan' }),
      finding: { id: 'network-links.unsupported-link', severity: 'blocker' },
      criuLine: 'Error (criu/net.c:650): net: Unsupported link 3 (type 1 kind vxlan)',
    },
    {
      name: 'no ip(8)',
      source: inside(buildNetworkNamespace(), { tools: known({ ip: null }) }),
      finding: { id: 'network-links.no-ip-tool' },
      criuLine: 'Error (criu/util.c:642): execvp("ip", ...) failed: No such file or directory',
    },
    {
      name: 'no iptables',
      source: inside(buildNetworkNamespace(), { tools: known({ 'iptables-restore': null }) }),
      finding: { id: 'network-links.lock-with-nftables', severity: 'needs-option' },
      criuLine: 'Error (criu/util.c:642): execvp("iptables-restore", ...) failed: No such file or directory',
    },
    {
      name: 'no iptables, and a CRIU without nftables',
      source: inside(buildNetworkNamespace(), {
        tools: known({ 'iptables-restore': null }),
        criu: known({
          path: '/usr/sbin/criu',
          version: '4.2.1',
          checkProblem: null,
          features: { network_lock_nftables: false },
          tcpProbe: null,
        }),
      }),
      finding: { id: 'network-links.no-lock', severity: 'blocker' },
    },
  ],
});
