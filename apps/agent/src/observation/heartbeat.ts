import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { MessageBody } from '@godwit/agent-protocol';

/** The sign of life: cheap to make, so that it never comes late because of itself. */
export const describeLife = (bootId: string, runs: string[]): MessageBody<'host.heartbeat'> => ({
  bootId,
  loadOne: os.loadavg()[0] ?? 0,
  memoryAvailableBytes: readAvailableBytes(),
  runs,
});

/** MemAvailable of /proc/meminfo (proc_meminfo(5)), in bytes; free memory where it is missing. */
const readAvailableBytes = (): number => {
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return kibibytes === undefined ? os.freemem() : Number(kibibytes) * 1024;
};
