import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMountPoint } from './mounts.mjs';
import { runArgv } from './run-argv.mjs';
import { waitUntil } from './wait-until.mjs';

/**
 * Makes the lab's own view of the cgroup v2 hierarchy. It is mounted privately, so that it does not matter whether the
 * machine shows v1, v2 or both: only freeze, kill and procs are used, which need no controller.
 */
export function mountCgroups(lab) {
  mkdirSync(lab.cgroupMount, { recursive: true });
  if (isMountPoint(lab.cgroupMount)) return;
  runArgv(['mount', '-t', 'cgroup2', 'none', lab.cgroupMount], { purpose: 'mount cgroup v2 for the lab' });
}

/** The pids of a cgroup and of all below it, as seen on the machine. */
export function listCgroupPids(dir) {
  if (!existsSync(dir)) return [];
  return listTree(dir).flatMap((one) => readPids(one));
}

/**
 * Kills what a cgroup holds and removes it with all below it. It stays busy for a moment after its last process died, and
 * a start that was cut short may still put a process into it.
 */
export async function removeCgroup(dir) {
  await waitUntil(() => killAndRemove(dir), {
    timeoutMs: 10_000,
    otherwise: () => `Could not remove the cgroup ${dir}; it holds ${listCgroupPids(dir).join(', ') || 'no process'}.`,
  });
}

export function unmountCgroups(lab) {
  if (isMountPoint(lab.cgroupMount))
    runArgv(['umount', lab.cgroupMount], { purpose: 'unmount the cgroup tree of the lab' });
}

function killAndRemove(dir) {
  if (!existsSync(dir)) return true;
  try {
    writeFileSync(path.join(dir, 'cgroup.kill'), '1');
    for (const one of listTree(dir).reverse()) rmdirSync(one);
    return true;
  } catch (error) {
    if (error.code === 'EBUSY' || error.code === 'ENOENT') return !existsSync(dir);
    throw error;
  }
}

function listTree(dir) {
  const below = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [dir, ...below.flatMap((entry) => listTree(path.join(dir, entry.name)))];
}

function readPids(dir) {
  try {
    const text = readFileSync(path.join(dir, 'cgroup.procs'), 'utf8');
    return text.split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
