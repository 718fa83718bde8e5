import { readFileSync } from 'node:fs';
import { loadLibc } from '../program/libc.ts';
import { borrowFrom, listDescriptors } from './borrow-descriptors.ts';

/** The descriptors of a process through which it answers the page faults of others (userfaultfd(2)). */
export const listUserfaults = (pid: number): number[] =>
  listDescriptors(pid, (target) => target === 'anon_inode:[userfaultfd]');

/** PF_EXITING of the kernel's task flags (proc_pid_stat(5), field 9): it may be closing its descriptors. */
const exiting = 0x4;

/** Whether a process is about to end, or has. */
export const isExiting = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' || (Number(rest[5]) & exiting) !== 0;
  } catch {
    return true;
  }
};

/**
 * Takes copies of such descriptors. When the last one of a tree is closed, the kernel forgets which of its pages are missing and
 * gives it zeros for them without a word; while a copy is open, whoever needs a missing page waits. Needs Linux 5.6 and koffi.
 *
 * @returns the copies, to be kept open; null when they cannot be had
 */
export const keepUserfaults = (pid: number, fds: readonly number[]): number[] | null => {
  const libc = loadLibc();
  if (!libc) return null;
  const kept = borrowFrom(libc, pid, (copy) => fds.map(copy));
  return kept?.every((fd) => fd >= 0) ? kept : null;
};
