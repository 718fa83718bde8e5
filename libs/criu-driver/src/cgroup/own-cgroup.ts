import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listCgroupPids } from './cgroup.ts';
import type { Hierarchies } from './find-hierarchies.ts';

/** A cgroup that holds a tree and nothing else, so that freezing it freezes the tree alone. */
export interface OwnCgroup {
  version: 'v2' | 'v1';
  /** Its directory. */
  dir: string;
  /** Its path in the hierarchy, as /proc/PID/cgroup shows it. */
  path: string;
}

/** The cgroup of a tree in v2, else in the v1 freezer; null when the tree shares both with others, or is spread. */
export const findOwnCgroup = (
  hierarchies: Hierarchies,
  rootPid: number,
  treePids: readonly number[],
): OwnCgroup | null =>
  ownIn('v2', hierarchies.unified, '', rootPid, treePids) ??
  ownIn('v1', hierarchies.freezer, 'freezer', rootPid, treePids);

// biome-ignore lint/complexity/useMaxParams: a private function with one caller, on the line above.
const ownIn = (
  version: OwnCgroup['version'],
  mount: string | null,
  controller: string,
  rootPid: number,
  treePids: readonly number[],
): OwnCgroup | null => {
  const cgroup = mount === null ? null : readCgroupPath(rootPid, controller);
  if (mount === null || cgroup === null || cgroup === '/' || cgroup.includes('/..')) return null;
  const dir = path.join(mount, cgroup);
  const inside = new Set(listCgroupPids(dir));
  const same = inside.size === treePids.length && treePids.every((pid) => inside.has(pid));
  return same ? { version, dir, path: cgroup } : null;
};

/** The path of a process in one hierarchy (cgroups(7), /proc/PID/cgroup); controller '' is v2. Null when unknown. */
export const readCgroupPath = (pid: number, controller: string): string | null => {
  try {
    const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
    const found = lines
      .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
      .find((match) => match && holds(match[1], controller));
    return found?.[2] ?? null;
  } catch {
    return null;
  }
};

const holds = (controllers: string | undefined, wanted: string): boolean =>
  wanted === '' ? controllers === '' : (controllers?.split(',').includes(wanted) ?? false);
