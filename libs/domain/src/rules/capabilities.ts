/** Bit numbers of capabilities(7). */
export const capabilities = {
  netAdmin: 12,
  sysPtrace: 19,
  sysAdmin: 21,
  sysResource: 24,
  checkpointRestore: 40,
} as const;

/** Whether a capability mask as printed in /proc/PID/status (hexadecimal) holds one capability. */
export const hasCapability = (mask: string, bit: number): boolean => ((BigInt(`0x${mask}`) >> BigInt(bit)) & 1n) === 1n;
