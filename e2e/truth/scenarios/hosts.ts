import type { Hold, HostVariant, Scenario } from '../scenario.ts';

const on = (name: string, holds: readonly Hold[], host: HostVariant): Scenario => ({
  name: `host.${name}`,
  holds,
  host,
});

const idle: readonly Hold[] = [['children', { count: 1 }]];
const connected: readonly Hold[] = [['tcp_inside', {}]];
const locks = ['iptables-restore', 'ip6tables-restore'];

/** The same machine with less: another CRIU, fewer rights, missing tools, little room. */
export const hostScenarios: readonly Scenario[] = [
  on('criu=debian-13', idle, { criu: 'debian-13' }),
  on('criu=debian-13.tcp', [['tcp_listener', {}]], { criu: 'debian-13' }),
  on('criu=debian-13.unix', [['unix_pair', {}]], { criu: 'debian-13' }),
  on('criu=missing', idle, { criu: 'missing' }),
  ...['sys_admin', 'sys_ptrace', 'checkpoint_restore', 'net_admin', 'dac_override', 'sys_nice'].map((one) =>
    on(`without-${one}`, idle, { withoutCapabilities: [one] }),
  ),
  on('without-net_admin.connected', connected, { withoutCapabilities: ['net_admin'] }),
  ...['net_admin', 'sys_ptrace', 'sys_time', 'setuid', 'sys_nice', 'dac_read_search', 'sys_resource'].map((one) =>
    on(`confined-without-${one}`, idle, { withoutCapabilities: [one], confines: true }),
  ),
  on('confined-without-setuid.other-group', [['identity', { uid: 65534, only_gid: true }]], {
    withoutCapabilities: ['setuid', 'setgid'],
  }),
  on('confined-without-sys_nice.realtime', [['scheduling', { policy: 'fifo', who: 'thread' }]], {
    withoutCapabilities: ['sys_nice'],
  }),
  on('limit=64.high-descriptor', [['high_descriptor', {}]], { limits: ['--nofile=64:64'] }),
  on('limit=1024.high-descriptor', [['high_descriptor', {}]], { limits: ['--nofile=1024:1024'] }),
  on('criu=debian-13.guard', [['odd_mapping', { kind: 'guard' }]], { criu: 'debian-13' }),
  on('criu=debian-13.no-guard', [['odd_mapping', { kind: 'none' }]], { criu: 'debian-13' }),
  on('criu=debian-13.packet', [['odd_socket', { kind: 'packet' }]], { criu: 'debian-13' }),
  on('criu=debian-13.packet.probed', [['odd_socket', { kind: 'packet' }]], {
    criu: 'debian-13',
    probes: ['process', 'packet-socket'],
  }),
  on('criu=debian-13.probed', idle, { criu: 'debian-13', probes: ['process', 'packet-socket'] }),
  on('no-iptables.connected', connected, { withoutTools: locks }),
  on('no-nft.connected', connected, { withoutTools: ['nft'] }),
  on('no-lock-tools.connected', connected, { withoutTools: [...locks, 'nft'] }),
  on('no-lock-tools.idle', idle, { withoutTools: [...locks, 'nft'] }),
  on('images=4.idle', idle, { imagesMiB: 24 }),
  on('images=24.big', [['anonymous', { mib: 40, random: true }]], { imagesMiB: 24 }),
  on('images=96.big', [['anonymous', { mib: 40, random: true }]], { imagesMiB: 96 }),
];
