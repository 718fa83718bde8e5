import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
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
  if (victim.endsWith('-pages')) return listInCgroup(run, 'destination', ['lazy-pages']);
  const found = findVictim(victim, run) ?? findRuntimesCriu(victim, run);
  return found?.startTime === undefined ? [] : [found];
}

/** The postmaster and its children: stopped alone it would only let nobody new in. */
function listPostgres(postmaster) {
  const children = listPids().filter((pid) => readStat(`/proc/${pid}`)?.parent === postmaster);
  return [postmaster, ...children].map(identify).filter(({ startTime }) => startTime !== undefined);
}

/** A runtime tells its CRIU over a socket what to do, and CRIU gives itself a title; a rehearsal's is in no host's namespace. */
function findRuntimesCriu(victim, run) {
  const [side, part] = victim.split('-');
  if (part !== 'criu') return undefined;
  const title = side === 'source' ? 'criu: dump ' : 'criu: restore ';
  const found = listPids().find(
    (pid) => readWords(pid).some((word) => word.startsWith(title)) && isOnSide(pid, run, side),
  );
  return found === undefined ? listInCgroup(run, side, ['restore'])[0] : identify(found);
}

const isShell = (pid) => /(^|\/)(unshare|nsenter|sh|runc)$/.test(readWords(pid)[0] ?? '');

const isOnSide = (pid, { hosts, ...run }, side) =>
  readNamespace(pid) === hosts.find(({ name }) => name === run[side]).pidNamespace;

/** What runs in a run's cgroup for CRIU and has one of those words, but not what only started it; the first of them first. */
function listInCgroup({ lab, runId, ...run }, side, wanted) {
  const { cgroupDir } = lab.hosts.find(({ name }) => name === run[side]);
  const procs = readText(path.join(cgroupDir, 'godwit/criu', runId, 'cgroup.procs'));
  const pids = procs.split('\n').filter(Boolean).map(Number);
  return pids
    .filter((pid) => !isShell(pid) && wanted.some((word) => readWords(pid).includes(word)))
    .sort((one, other) => one - other)
    .map(identify)
    .filter(({ startTime }) => startTime !== undefined);
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
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
  // CRIU names it as the value of an option.
  return words.some((word) => word.startsWith('/') && word.includes(runId) && word.endsWith('/hook.sh'));
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
