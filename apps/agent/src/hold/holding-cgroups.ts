import path from 'node:path';
import { findHierarchies, makeCgroup } from '@godwit/criu-driver';

/** Directory of Godwit's own part of the cgroup v2 tree; null where there is no cgroup v2. */
export const godwitCgroups = (): string | null => {
  const { unified } = findHierarchies();
  return unified && path.join(unified, 'godwit');
};

/**
 * Makes a cgroup for one process of a run, apart from the agent's: whatever kills the agent with its whole cgroup does not
 * reach it. Null where there is no cgroup v2, or it may not be changed; the process then only has a session of its own.
 */
export const makeRunCgroup = (kind: 'holds' | 'criu' | 'copies', runId: string): string | null => {
  const root = godwitCgroups();
  const dir = root && path.join(root, kind, runId);
  if (dir === null) return null;
  try {
    makeCgroup(dir);
    return dir;
  } catch {
    return null;
  }
};
