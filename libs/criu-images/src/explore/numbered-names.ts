/** A name for a number out of a table; numbers beyond it are shown as such. */
export const nameOf = (table: Readonly<Record<number, string>>, value: number): string =>
  table[value] ?? `number ${value}`;

/** Machines in core images (CRIU 4.2, images/core.proto). */
export const machines = {
  1: 'x86_64',
  2: 'arm',
  3: 'aarch64',
  4: 'ppc64le',
  5: 's390x',
  6: 'mips',
  7: 'loongarch64',
  8: 'riscv64',
};

/** States of a TCP socket (include/net/tcp_states.h of Linux). */
export const tcpStates = {
  1: 'established',
  2: 'syn-sent',
  3: 'syn-received',
  4: 'fin-wait-1',
  5: 'fin-wait-2',
  6: 'time-wait',
  7: 'closed',
  8: 'close-wait',
  9: 'last-ack',
  10: 'listening',
  11: 'closing',
};

export const protocols = { 0: 'ip', 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6', 136: 'udplite', 255: 'raw' };
export const socketTypes = { 1: 'stream', 2: 'datagram', 3: 'raw', 5: 'seqpacket' };

/** File systems in mountpoint images (CRIU 4.2, images/mnt.proto). */
export const fileSystems = {
  0: 'other',
  1: 'proc',
  2: 'sysfs',
  3: 'devtmpfs',
  4: 'binfmt_misc',
  5: 'tmpfs',
  6: 'devpts',
  7: 'simfs',
  8: 'pstore',
  9: 'securityfs',
  10: 'fusectl',
  11: 'debugfs',
  12: 'cgroup',
  13: 'aufs',
  14: 'mqueue',
  15: 'fuse',
  16: 'auto',
  17: 'overlay',
  18: 'autofs',
  19: 'tracefs',
  23: 'cgroup2',
};

export const clocks = { 0: 'realtime', 1: 'monotonic', 7: 'boottime', 8: 'realtime alarm', 9: 'boottime alarm' };
