/** Bit numbers of capabilities(7). */
export const capabilities = {
  setGid: 6,
  setUid: 7,
  netBindService: 10,
  netAdmin: 12,
  ipcLock: 14,
  sysRawIo: 17,
  sysPtrace: 19,
  sysAdmin: 21,
  sysNice: 23,
  sysResource: 24,
  sysTime: 25,
  checkpointRestore: 40,
} as const;

/** Whether a capability mask as printed in /proc/PID/status (hexadecimal) holds one capability. */
export const hasCapability = (mask: string, bit: number): boolean => ((BigInt(`0x${mask}`) >> BigInt(bit)) & 1n) === 1n;

/** Names by bit number (linux/capability.h of Linux 5.9, which has the last new one). */
const names = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
];

/** Names of the capabilities in a mask. Those beyond `last` are unknown to a kernel, and CRIU drops them. */
export const capabilityNames = (mask: bigint, last = 63): string[] =>
  Array.from({ length: 64 }, (_, bit) => bit)
    .filter((bit) => bit <= last && ((mask >> BigInt(bit)) & 1n) === 1n)
    .map((bit) => `CAP_${names[bit] ?? bit}`);
