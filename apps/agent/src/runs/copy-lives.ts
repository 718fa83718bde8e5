import { isAlive, listCgroupPids, readTask } from '@godwit/criu-driver';
import { readJournal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';

/**
 * Whether anything of the copy lives that a move let run on this host: a process of it, or one that these left in its cgroup. Undefined
 * where this host is no destination of the run, or its journal does not name the copy's processes.
 */
export const copyLives = (paths: RunPaths): boolean | undefined => {
  const { side, facts, states } = readJournal(paths);
  if (side !== 'destination') return undefined;
  const { tasks, copyCgroupDir } = facts;
  if (tasks === undefined) return states.includes('restoring') ? undefined : false;
  return tasks.some(isAlive) || (copyCgroupDir !== undefined && listCgroupPids(copyCgroupDir).some(isRunning));
};

const isRunning = (pid: number): boolean => !['Z', 'X', undefined].includes(readTask(pid)?.state);
