import { readdirSync, readlinkSync } from 'node:fs';
import type { Libc } from '../program/libc.ts';

/** System call numbers, the same on every 64-bit architecture. */
const pidfdOpen = 434;
const pidfdGetfd = 438;

/** The descriptors of a process whose link in /proc/PID/fd is of the wanted kind; none of a process that is gone. */
export const listDescriptors = (pid: number, isWanted: (target: string) => boolean): number[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`)
      .map(Number)
      .filter((fd) => isWanted(targetOf(pid, fd)));
  } catch {
    return [];
  }
};

const targetOf = (pid: number, fd: number): string => {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
};

/**
 * Lends a way to copy descriptors of another process: it takes the number there and gives the number here, negative when it cannot
 * be had. Who copies closes. Needs Linux 5.6 (pidfd_getfd(2)).
 *
 * @returns what `use` gave; null when the process is gone
 */
export const borrowFrom = <T>(libc: Libc, pid: number, use: (copy: (fd: number) => number) => T): T | null => {
  const pidfd = libc.syscall(pidfdOpen, pid, 0, 0);
  if (pidfd < 0) return null;
  try {
    return use((fd) => libc.syscall(pidfdGetfd, pidfd, fd, 0));
  } finally {
    libc.close(pidfd);
  }
};
