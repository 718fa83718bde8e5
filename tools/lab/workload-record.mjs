import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Carried by every process of a sample workload in its environment: a judge counts copies by it. */
export const nonceVariable = 'GODWIT_LAB_NONCE';

/** Held by the counter in its memory only; known to whoever knows the nonce. Must match counter.py. */
export function counterMarker(nonce) {
  return `godwit-marker-${createHash('sha256').update(`marker ${nonce}`).digest('hex')}`;
}

/** @returns {{ name: string, nonce: string, startedAt: string } | undefined} the last start of a workload */
export function readWorkloadRecord(lab, name) {
  const file = recordFile(lab, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Written before the workload is started, so that a start that is cut short can still be found by its nonce. */
export function writeWorkloadRecord(lab, record) {
  const file = recordFile(lab, record.name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}

export function removeWorkloadRecord(lab, name) {
  rmSync(recordFile(lab, name), { force: true });
}

function recordFile(lab, name) {
  return path.join(lab.dir, 'workloads', `${name}.json`);
}
