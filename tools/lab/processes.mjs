import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * When a process was started, in clock ticks since boot (field 22 of /proc/PID/stat, proc_pid_stat(5)). With the pid it
 * names one process for ever; the pid alone may be given to another.
 *
 * @returns {number | undefined} undefined when there is no such process or only its zombie
 */
export function readStartTime(pid) {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' || state === 'Z' || state === 'X' ? undefined : Number(rest[18]);
}

/** Whether the very process that was recorded still runs. */
export function isAlive(recorded) {
  return Boolean(recorded) && recorded.startTime !== undefined && readStartTime(recorded.pid) === recorded.startTime;
}

/** @returns {{ pid: number, startTime: number | undefined }} */
export function identify(pid) {
  return { pid, startTime: readStartTime(pid) };
}

/** Kills exactly the recorded process, or nobody. */
export function killRecorded(recorded) {
  if (!isAlive(recorded)) return;
  try {
    process.kill(recorded.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

export function listPids() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The pid a process has in its innermost pid namespace (NSpid of proc_pid_status(5)). */
export function readInnerPid(pid) {
  const line = /^NSpid:\s+(.*)$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1];
  return line === undefined ? undefined : Number(line.split(/\s+/).at(-1));
}

/** How it was started, its arguments divided by NUL; empty when there is no such process. */
export function readCommandLine(pid) {
  return readOrNothing(`/proc/${pid}/cmdline`);
}

/** An identifier of the pid namespace a process lives in, equal for all its members. */
export function readPidNamespace(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

/** The pids, as seen on the machine, of all processes that live in the pid namespace of `pid`. */
export function listNamespacePids(pid) {
  const namespace = readPidNamespace(pid);
  return namespace === undefined ? [] : listPids().filter((one) => readPidNamespace(one) === namespace);
}

/** Processes that carry `NAME=value` in their environment. */
export function findByEnvironment(name, value) {
  const entry = `${name}=${value}`;
  return listPids().filter((pid) => readOrNothing(`/proc/${pid}/environ`).split('\0').includes(entry));
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The parent's pid (field 4 of /proc/PID/stat). */
export function readParent(pid) {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  return stat === '' ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
