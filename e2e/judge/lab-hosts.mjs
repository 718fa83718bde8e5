import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readLink, readStat } from './read-proc.mjs';

/**
 * The hosts of a lab as its record names them, each checked against /proc.
 *
 * @param {string} labDir folder that holds lab.json
 * @returns {{ name: string, initPid: number, pidNamespace: string, root: string }[]}
 */
export function readLabHosts(labDir) {
  const record = JSON.parse(readFileSync(path.join(labDir, 'lab.json'), 'utf8'));
  return Object.entries(record.hosts).map(([name, { pid, startTime }]) => {
    if (readStat(`/proc/${pid}`)?.startTime !== startTime) throw new Error(`${name} of ${labDir} is not running.`);
    return { name, initPid: pid, pidNamespace: readLink(`/proc/${pid}/ns/pid`), root: `/proc/${pid}/root` };
  });
}

/** @returns {string} the nonce of the last start of a sample workload */
export function readNonce(labDir, workload) {
  return JSON.parse(readFileSync(path.join(labDir, 'workloads', `${workload}.json`), 'utf8')).nonce;
}
