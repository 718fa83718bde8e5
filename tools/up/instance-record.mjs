import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a running `up` knows about itself, so that the next one can tell whether it still runs and, if it was killed,
 * what it left behind.
 *
 * @typedef {{ pid: number, startTime: string }} RecordedProcess
 * @typedef {{ owner: RecordedProcess, url: string, labIsOurs: boolean, children: RecordedProcess[] }} InstanceRecord
 */

/** @returns {InstanceRecord | undefined} */
export function readInstance(stateDir) {
  try {
    return JSON.parse(readFileSync(recordFile(stateDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes the record whole or not at all. @param {InstanceRecord} record */
export function writeInstance(stateDir, record) {
  const file = recordFile(stateDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeInstance(stateDir) {
  rmSync(recordFile(stateDir), { force: true });
}

/** A process together with its start time, so that a reused pid is not mistaken for it (field 22 of proc_pid_stat(5)). */
export function identifyProcess(pid) {
  const startTime = readStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

export function isSameProcess(recorded) {
  return recorded !== undefined && readStartTime(recorded.pid) === recorded.startTime;
}

function readStartTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isDead = fields[0] === 'Z' || fields[0] === 'X';
    return isDead ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function recordFile(stateDir) {
  return path.join(stateDir, 'up.json');
}
