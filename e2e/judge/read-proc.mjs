// The judge reads /proc by itself and shares no code with what it judges.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Text of a file under /proc, empty when it is gone or may not be read. */
export function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

export function readLink(file) {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

export function listNumbers(dir) {
  try {
    return readdirSync(dir)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/**
 * Fields of /proc/PID/stat (proc_pid_stat(5)). The name may hold blanks and brackets, so it is cut at the last one.
 *
 * @returns {{ name: string, state: string, parent: number, startTime: number } | undefined} undefined when it is gone
 */
export function readStat(dir) {
  const text = readText(`${dir}/stat`);
  const close = text.lastIndexOf(')');
  if (close < 0) return undefined;
  const fields = text.slice(close + 2).split(' ');
  return {
    name: text.slice(text.indexOf('(') + 1, close),
    state: fields[0],
    parent: Number(fields[1]),
    startTime: Number(fields[19]),
  };
}

/** Whether the process has NAME=value in the environment it shows. */
export function hasEnvironment(pid, entry) {
  const text = readText(`/proc/${pid}/environ`);
  return (
    text.startsWith(`${entry}\0`) || text.includes(`\0${entry}\0`) || text.endsWith(`\0${entry}`) || text === entry
  );
}

/** Path in the cgroup v2 hierarchy as the judge sees it; undefined where there is none. */
export function readCgroup(pid) {
  return /^0::(.*)$/m.exec(readText(`/proc/${pid}/cgroup`))?.[1];
}

export function readTracer(dir) {
  return Number(/^TracerPid:\s+(\d+)$/m.exec(readText(`${dir}/status`))?.[1] ?? 0);
}
