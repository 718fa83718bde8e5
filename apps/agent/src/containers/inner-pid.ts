import { readFileSync } from 'node:fs';

/** Number of a process in its own, innermost pid namespace (proc_pid_status(5), NSpid); null when it is gone. */
export const innerPidOf = (pid: number): number | null => {
  try {
    const line = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(line?.trim().split(/\s+/).at(-1));
  } catch {
    return null;
  }
};
