import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { identify } from '../harness/process-identity.mjs';
import { readStat } from '../judge/read-proc.mjs';
import { findVictim } from '../kill/find-victim.mjs';

/**
 * The processes a fault is for, as they are now; none when there are none.
 *
 * @param {string} victim `server`, `postgres`, or a side and a part of it: `source-hook`
 * @returns {{ pid: number, startTime: number | undefined }[]}
 */
export function findVictims(victim, run) {
  if (victim === 'postgres') return listPostgres(run.installation.postgres.pid);
  if (victim.endsWith('-hook')) return listHooks(run, victim.split('-')[0]);
  const found = findVictim(victim, run);
  return found?.startTime === undefined ? [] : [found];
}

/** The postmaster and its children: stopped alone it would only let nobody new in. */
function listPostgres(postmaster) {
  const children = listPids().filter((pid) => readStat(`/proc/${pid}`)?.parent === postmaster);
  return [postmaster, ...children].map(identify).filter(({ startTime }) => startTime !== undefined);
}

/** The script CRIU waits for; the one below the others is the script itself. */
function listHooks({ runId, hosts, ...run }, side) {
  const namespace = hosts.find(({ name }) => name === run[side]).pidNamespace;
  const hooks = listPids().filter((pid) => isHook(pid, runId) && readNamespace(pid) === namespace);
  return hooks
    .sort((one, other) => other - one)
    .slice(0, 1)
    .map(identify);
}

function isHook(pid, runId) {
  const words = readWords(pid);
  return words.some((word) => word.includes(runId) && word.endsWith('/hook.sh'));
}

function listPids() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readWords(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}

function readNamespace(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}
