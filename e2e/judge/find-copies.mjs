import { findCgroupMount } from './cgroup-mount.mjs';
import { hasEnvironment, listNumbers, readCgroup, readLink, readStat, readText } from './read-proc.mjs';
import { isFrozen, threadState } from './thread-state.mjs';

const nonceName = 'GODWIT_LAB_NONCE';

/**
 * One living group of tasks that carries the nonce: what a person would call a copy of the workload.
 *
 * @typedef {{ host: string, pid: number, startTime: number, name: string, state: 'running' | 'frozen' | 'stopped' | 'building' }} Copy
 */

/**
 * All copies of a workload on this machine, lab hosts or not, found by its nonce in /proc/PID/environ.
 *
 * @param {string} nonce
 * @param {{ name: string, pidNamespace: string }[]} hosts used to name the host of a copy
 * @returns {Copy[]}
 */
export function findCopies(nonce, hosts) {
  const tasks = listCarriers(nonce);
  const pids = new Set(tasks.map(({ pid }) => pid));
  // A task whose parent carries the nonce too belongs to the parent's copy.
  const roots = tasks.filter(({ stat }) => !pids.has(stat.parent));
  return roots.map((root) => describeCopy(root, tasks, hosts));
}

/** Whether the very task that was seen is still there and still running. */
export function isStillRunning(copy, nonce) {
  return findCopies(nonce, []).some(
    (one) => one.pid === copy.pid && one.startTime === copy.startTime && one.state === 'running',
  );
}

function listCarriers(nonce) {
  const entry = `${nonceName}=${nonce}`;
  const carriers = [];
  for (const pid of listNumbers('/proc')) {
    if (!hasEnvironment(pid, entry)) continue;
    const stat = readStat(`/proc/${pid}`);
    if (stat && stat.state !== 'Z' && stat.state !== 'X') carriers.push({ pid, stat });
  }
  return carriers;
}

function describeCopy(root, tasks, hosts) {
  const members = tasks.filter((task) => task === root || descendsFrom(task, root.pid, tasks));
  const states = members.flatMap(({ pid }) => taskStates(pid));
  return {
    host: hostOf(root.pid, hosts),
    pid: root.pid,
    startTime: root.stat.startTime,
    name: root.stat.name,
    state: sumUp(states),
  };
}

function descendsFrom(task, rootPid, tasks) {
  for (let one = task; one; one = tasks.find(({ pid }) => pid === one.stat.parent)) {
    if (one.pid === rootPid) return true;
  }
  return false;
}

function taskStates(pid) {
  const mount = findCgroupMount();
  const cgroup = readCgroup(pid);
  const cgroupFrozen = mount !== undefined && cgroup !== undefined && isFrozen(mount, cgroup);
  const underCriu = hasCriuAbove(pid);
  const threads = listNumbers(`/proc/${pid}/task`);
  return threads.map((tid) => threadState({ dir: `/proc/${pid}/task/${tid}`, pid, cgroupFrozen, underCriu }));
}

// One thread that may run makes a running copy; among the others the one that says most about the copy counts.
function sumUp(states) {
  return ['running', 'building', 'frozen', 'stopped'].find((state) => states.includes(state)) ?? 'stopped';
}

function hasCriuAbove(pid) {
  for (let stat = readStat(`/proc/${pid}`), steps = 0; stat && stat.parent > 1 && steps < 50; steps += 1) {
    if (isCriu(stat.parent)) return true;
    stat = readStat(`/proc/${stat.parent}`);
  }
  return false;
}

/** CRIU may have been started through a loader, so its name can stand in any of the first words. */
function isCriu(pid) {
  const words = readText(`/proc/${pid}/cmdline`).split('\0', 5);
  return words.some((word) => word === 'criu' || word.endsWith('/criu'));
}

function hostOf(pid, hosts) {
  const namespace = readLink(`/proc/${pid}/ns/pid`);
  return hosts.find(({ pidNamespace }) => pidNamespace === namespace)?.name ?? `elsewhere (${namespace})`;
}
