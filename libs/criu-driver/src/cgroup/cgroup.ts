import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The pids of a cgroup and of all below it, in this pid namespace. Empty when it does not exist. */
export const listCgroupPids = (dir: string): number[] => listBelow(dir).flatMap(readPids);

/** Makes a cgroup and its parents. */
export const makeCgroup = (dir: string): void => void mkdirSync(dir, { recursive: true });

/**
 * Kills all in a cgroup and below, frozen or not (`cgroup.kill`, Linux 5.14; before it signal by signal).
 *
 * @returns false when the cgroup does not exist
 */
export const killCgroup = (dir: string): boolean => {
  if (!existsSync(dir)) return false;
  try {
    writeFileSync(path.join(dir, 'cgroup.kill'), '1');
  } catch {
    for (const pid of listCgroupPids(dir)) killQuietly(pid);
  }
  return true;
};

/** Removes an empty cgroup and the empty ones below; it stays busy for a moment after its last process died. */
export const removeCgroup = async (dir: string, deadlineMs = 2000): Promise<boolean> => {
  const end = performance.now() + deadlineMs;
  while (!tryRemove(dir)) {
    if (performance.now() > end) return false;
    await sleep(10);
  }
  return true;
};

const tryRemove = (dir: string): boolean => {
  try {
    for (const one of listBelow(dir).reverse()) rmdirSync(one);
  } catch {
    // Busy, or gone by now.
  }
  return !existsSync(dir);
};

const listBelow = (dir: string): string[] => {
  if (!existsSync(dir)) return [];
  const below = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [dir, ...below.flatMap((entry) => listBelow(path.join(dir, entry.name)))];
};

const readPids = (dir: string): number[] => {
  try {
    // 0 stands for a process of another pid namespace.
    const pids = readFileSync(path.join(dir, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
    return pids.filter((pid) => pid > 0);
  } catch {
    return [];
  }
};

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
};
