import { readdirSync, readlinkSync } from 'node:fs';

/**
 * Whether any of the processes holds the socket now. A server that takes one short connection after the other has closed
 * some between the look at its descriptors and that at the kernel's tables. What cannot be looked at counts as held.
 * The place where it was seen is looked at first: only where it is gone all descriptors are looked through.
 */
export const isStillHeld = (inode: string, pids: readonly number[], at?: { pid: number; fd: number }): boolean =>
  (at !== undefined && linkOf(`/proc/${at.pid}/fd/${at.fd}`) === `socket:[${inode}]`) ||
  pids.some((pid) => holds(pid, inode));

const holds = (pid: number, inode: string): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
};

const linkOf = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};
