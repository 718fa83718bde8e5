import {
  buildBundle,
  buildDestination,
  buildInetSocket,
  buildListener,
  buildMatrix,
  describeRule,
} from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { destinationCriu } from './destination-criu.ts';

type Criu = Extract<HostFacts['criu'], { known: true }>['value'];
const good: Criu = {
  path: '/usr/sbin/criu',
  version: '4.2.1',
  checkProblem: null,
  features: { network_lock_nftables: true, timens: true, userns: true },
  tcpProbe: null,
};
const here = (sockets = [buildListener()], criu: Partial<Criu> = {}): FactBundle =>
  buildBundle({
    host: { criu: known({ ...good, ...criu }), tools: known({ iptables: null }) },
    tree: { inetSockets: known(sockets) },
  });
const there = (criu: Partial<Criu>, release = '6.18.0'): FactBundle =>
  buildDestination({
    host: { criu: known({ ...good, ...criu }), kernel: known({ release, version: '', architecture: 'x86_64' }) },
  });
const build = { support: { nftables: true, tls: true, bpf: false }, pluginDirectory: '/usr/lib/criu', plugins: [] };
const old: Partial<Criu> = { version: '4.1.1' };

describeRule(destinationCriu, {
  silent: [
    { name: 'the same CRIU', source: here(), destination: there({}) },
    { name: 'a newer CRIU', source: here(), destination: there({ version: '4.3' }) },
    { name: 'a feature this host lacks', source: here([], { features: { timens: false } }), destination: there({}) },
    {
      name: 'a feature that matters only where a tree is dumped',
      source: here([], { features: { pagemap_scan: true } }),
      destination: there({ features: { pagemap_scan: false } }),
    },
    { name: 'an old CRIU on both sides, and no socket', source: here([], old), destination: there(old) },
    {
      name: 'a probe with a plain socket was carried there, whatever the versions say',
      source: here([buildListener()], old),
      destination: buildDestination({
        host: { criu: known({ ...good, ...old }), capabilityMatrix: known(buildMatrix({ udp: 'works' })) },
      }),
    },
    {
      name: 'a check that complains where a probe passed',
      source: here(),
      destination: there({ checkProblem: 'no', tcpProbe: { passed: true, detail: '' } }),
    },
  ],
  fires: [
    {
      name: 'CRIU refuses the kernel there',
      source: here(),
      destination: there({ checkProblem: 'vdso' }),
      finding: { id: 'destination-criu.check-failed', severity: 'blocker' },
    },
    {
      name: 'an older CRIU',
      source: here([]),
      destination: there(old),
      finding: { id: 'destination-criu.older', severity: 'blocker', evidence: { here: '4.2.1', there: '4.1.1' } },
    },
    {
      name: 'a CRIU that lacks corrections only',
      source: here(),
      destination: there({ version: '4.2' }),
      finding: { id: 'destination-criu.slightly-older', severity: 'caution' },
    },
    {
      name: 'the kernel gap of inet sockets there',
      source: here([buildListener()], old),
      destination: there(old),
      finding: { id: 'destination-criu.kernel-gap', severity: 'blocker' },
    },
    {
      name: 'a probe that failed there',
      source: here(),
      destination: there({ tcpProbe: { passed: false, detail: 'exit 1' } }),
      finding: { id: 'destination-criu.kernel-gap' },
    },
    {
      name: 'a feature that is missing there',
      source: here(),
      destination: there({ features: { network_lock_nftables: true, userns: false } }),
      finding: { id: 'destination-criu.feature-missing', severity: 'caution' },
    },
    {
      name: 'a feature that is missing there and that this tree needs',
      source: here([buildInetSocket({ state: 'close-wait' })], { features: { tcp_half_closed: true } }),
      destination: there({ features: { tcp_half_closed: false } }),
      finding: { id: 'destination-criu.feature-needed', severity: 'blocker' },
    },
    {
      name: 'a plugin that is missing there',
      source: here([], { build: known({ ...build, plugins: ['cuda_plugin.so'] }) }),
      destination: there({ build: known(build) }),
      finding: { id: 'destination-criu.plugin-missing', severity: 'caution' },
    },
    {
      name: 'connections to unlock with nftables, which CRIU there cannot',
      source: here([buildInetSocket()], { features: { network_lock_nftables: true } }),
      destination: there({ features: { network_lock_nftables: false } }),
      finding: { id: 'destination-criu.lock-missing', severity: 'blocker' },
    },
  ],
});
