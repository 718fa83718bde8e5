import { parseStatus } from '../procfs/parse-status.ts';
import { isGone, readText } from '../procfs/read-text.ts';
import { readAncestors } from './read-ancestors.ts';
import { readStat, walkTree } from './walk-tree.ts';

/** Who a tree belongs to, in few readings. */
export interface TreeOwners {
  pids: number[];
  /** Parents of the root, nearest first. */
  ancestors: number[];
  /** Real uids, each once. */
  uids: number[];
}

/** Reads who owns a process and what is below it. Throws when the root, or a status that is there, cannot be read. */
export const readTreeOwners = (rootPid: number): TreeOwners => {
  const pids = walkTree(rootPid);
  return {
    pids,
    ancestors: readAncestors(readStat(rootPid).ppid).map(({ pid }) => pid),
    uids: [...new Set(pids.flatMap(readRealUid))],
  };
};

const readRealUid = (pid: number): number[] => {
  try {
    return parseStatus(readText(`/proc/${pid}/status`)).uids.slice(0, 1);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
};
