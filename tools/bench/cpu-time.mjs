import { readFileSync } from 'node:fs';

// USER_HZ, in which /proc tells CPU time (proc_pid_stat(5)), is 100 on every Linux that Godwit runs on.
const ticksPerSecond = 100;

/** Milliseconds of CPU time that the processes have used so far, all their threads together. */
export function cpuTimeMs(pids) {
  return pids.reduce((sum, pid) => sum + readTicks(pid), 0) * (1000 / ticksPerSecond);
}

function readTicks(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, and those of children that have ended and were waited for.
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
}
