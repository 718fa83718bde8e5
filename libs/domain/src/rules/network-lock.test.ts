import { buildBundle, buildInetSocket, buildListener, buildOtherSocket, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, type InetSocket, known } from '../facts/index.ts';
import { networkLock } from './network-lock.ts';

const without = { iptables: null, ip6tables: null };

const judged = (sockets: InetSocket[], host: Partial<HostFacts> = {}): FactBundle =>
  buildBundle({ host, tree: { inetSockets: known(sockets) } });
const criu = (features: Record<string, boolean>, version = '4.2.1'): Partial<HostFacts> => ({
  tools: known(without),
  criu: known({ path: '/usr/sbin/criu', version, checkProblem: null, features, tcpProbe: null }),
});
const line = 'Error (criu/netfilter.c:105): Iptables configuration failed';

describeRule(networkLock, {
  silent: [
    { name: 'a listener needs no lock', source: judged([buildListener()], { tools: known(without) }) },
    { name: 'iptables is there', source: judged([buildInetSocket()]) },
    {
      name: 'IPv4 connections do not need ip6tables',
      source: judged([buildInetSocket()], { tools: known({ iptables: '/sbin/iptables', ip6tables: null }) }),
    },
  ],
  fires: [
    {
      name: 'no iptables, and CRIU knows nftables',
      source: judged([buildInetSocket()], criu({ network_lock_nftables: true })),
      finding: {
        id: 'network-lock.nftables',
        severity: 'needs-option',
        evidence: { missing: 'iptables', criu: '4.2.1' },
      },
      criuLine: line,
    },
    {
      name: 'a connection that is over and still held, without iptables',
      source: buildBundle({
        host: criu({ network_lock_nftables: true }),
        tree: {
          otherSockets: known([
            buildOtherSocket({ family: 'TCP', listed: false, details: { peer: '10.0.0.9 port 80' } }),
          ]),
        },
      }),
      finding: { id: 'network-lock.nftables', evidence: { missing: 'iptables', criu: '4.2.1' } },
    },
    {
      name: 'an IPv6 connection without ip6tables',
      source: judged([buildInetSocket({ family: 'ipv6' })], {
        tools: known({ iptables: '/sbin/iptables', ip6tables: null }),
      }),
      finding: { id: 'network-lock.nftables', evidence: { missing: 'ip6tables', criu: '4.2.1' } },
    },
    {
      name: 'no iptables and no nftables',
      source: judged([buildInetSocket()], criu({ network_lock_nftables: false })),
      finding: { id: 'network-lock.no-tool', severity: 'blocker' },
      criuLine: line,
    },
    {
      name: 'no iptables and a CRIU from before nftables',
      source: judged([buildInetSocket()], criu({}, '3.15')),
      finding: { id: 'network-lock.no-tool' },
    },
    {
      name: 'no CAP_NET_ADMIN',
      source: judged([buildInetSocket()], {
        privileges: known({ uid: 0, capEffective: '0000010000200000', seccompMode: 0, yamaPtraceScope: 0 }),
      }),
      finding: { id: 'network-lock.no-network-rights', severity: 'blocker' },
    },
  ],
});
