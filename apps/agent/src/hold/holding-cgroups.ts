import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findHierarchies, listCgroupPids, makeCgroup } from '@godwit/criu-driver';

/** Directory of Godwit's own part of the cgroup v2 tree; null where there is no cgroup v2. */
export const godwitCgroups = (): string | null => {
  const { unified } = findHierarchies();
  return unified && path.join(unified, 'godwit');
};

type Kind = 'holds' | 'criu' | 'copies';

/** Where a run has its cgroup of a kind; null where there is no cgroup v2. */
const runCgroup = (kind: Kind, runId: string): string | null => {
  const root = godwitCgroups();
  return root && path.join(root, kind, runId);
};

/**
 * Makes a cgroup for one process of a run, apart from the agent's: whatever kills the agent with its whole cgroup does not
 * reach it. Null where there is no cgroup v2, or it may not be changed; the process then only has a session of its own.
 */
export const makeRunCgroup = (kind: Kind, runId: string): string | null => {
  const dir = runCgroup(kind, runId);
  if (dir === null) return null;
  try {
    makeCgroup(dir);
    return dir;
  } catch {
    return null;
  }
};

/** Waits until a run's cgroup of a kind is empty or gone, which is later than the end of its first process if that started others. */
export const waitForRunCgroup = async (kind: Kind, runId: string, deadlineMs: number): Promise<void> => {
  const dir = runCgroup(kind, runId);
  const end = performance.now() + deadlineMs;
  while (dir !== null && listCgroupPids(dir).length > 0 && performance.now() < end) await sleep(2);
};
