import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findHierarchies, readCgroupPath, readTask } from '@godwit/criu-driver';
import type { ContainerRecord } from './container-target.ts';

/** Where the cgroup of a container is frozen; null where it has none of its own in cgroup v2. */
const freezeFileOf = (pid: number): string | null => {
  const { unified } = findHierarchies();
  const cgroup = readCgroupPath(pid, '');
  return unified === null || cgroup === null || cgroup === '/' ? null : path.join(unified, cgroup, 'cgroup.freeze');
};

/** Whether a container stands still as a whole, because somebody paused it. */
export const isContainerFrozen = (pid: number): boolean => {
  const file = freezeFileOf(pid);
  try {
    return file !== null && readFileSync(file, 'utf8').trim() === '1';
  } catch {
    return false;
  }
};

/**
 * CRIU freezes the cgroup of a container for the moment in which it seizes it, and one that is killed just then leaves it so. For when
 * no CRIU is left. A container that was paused before stays as it was.
 *
 * @returns whether it had to be thawed
 */
export const thawContainer = ({ pid, startTimeTicks, frozenBefore }: ContainerRecord): boolean => {
  if (frozenBefore || readTask(pid)?.startTimeTicks !== startTimeTicks || !isContainerFrozen(pid)) return false;
  const file = freezeFileOf(pid);
  if (file !== null) writeFileSync(file, '0');
  return file !== null;
};
