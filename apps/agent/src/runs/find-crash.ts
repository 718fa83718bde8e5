import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { TaskIdentity } from '@godwit/criu-driver';

/** Signals by which the kernel ends a program that went wrong (signal(7)). */
const crashes = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS'] as const;

/**
 * The signal that ended a task whose parent has not fetched its status yet; null when it ended otherwise, or nobody can tell any more
 * (proc_pid_stat(5): exit_code, in the form of waitpid(2); shown to root).
 */
export const findCrash = ({ pid, startTimeTicks }: TaskIdentity): string | null => {
  const fields = readFields(pid);
  if (fields === null || fields[0] !== 'Z' || Number(fields[19]) !== startTimeTicks) return null;
  const signal = Number(fields[49]) & 0x7f;
  return crashes.find((name) => constants.signals[name] === signal) ?? null;
};

/** From the state on: the name before it may hold blanks. */
const readFields = (pid: number): string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .trim()
      .split(' ');
  } catch {
    return null;
  }
};
