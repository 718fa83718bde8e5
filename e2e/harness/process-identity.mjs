import { readFileSync } from 'node:fs';

/** Field 22 of /proc/PID/stat; with the pid it names one process for ever. Undefined for a zombie or nobody. */
export function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}

/** @returns {{ pid: number, startTime: number | undefined }} */
export function identify(pid) {
  return { pid, startTime: startTimeOf(pid) };
}

export function isAlive({ pid, startTime }) {
  return startTime !== undefined && startTimeOf(pid) === startTime;
}

/**
 * SIGKILL to exactly this process.
 *
 * @returns {boolean} whether it was alive before, so that a fault that did not happen is not taken for one that did no harm
 */
export function killProcess(identity) {
  if (!isAlive(identity)) return false;
  try {
    process.kill(identity.pid, 'SIGKILL');
    return true;
  } catch (error) {
    // It ended in between.
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}
