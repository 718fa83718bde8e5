import { readdirSync } from 'node:fs';
import { parseStat } from '../procfs/parse-stat.ts';
import { isGone, readText, readTextOrNull } from '../procfs/read-text.ts';

export const readStat = (pid: number) => parseStat(readText(`/proc/${pid}/stat`));

const numericNames = (path: string): number[] =>
  readdirSync(path)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Ids of all processes this /proc shows. */
export const listPids = (): number[] => numericNames('/proc');

/** Ids of a process's threads. */
export const listThreads = (pid: number): number[] => numericNames(`/proc/${pid}/task`);

/** Children by /proc/PID/task/TID/children (Linux 3.5, CONFIG_PROC_CHILDREN); null where the kernel has no such file. */
const readChildren = (pid: number): number[] | null => {
  let text = '';
  for (const tid of listThreads(pid)) {
    const part = readTextOrNull(`/proc/${pid}/task/${tid}/children`);
    if (part === null && tid === pid) return null;
    text += part ?? '';
  }
  return text.split(' ').filter(Boolean).map(Number);
};

const childrenByScan = (): Map<number, number[]> => {
  const children = new Map<number, number[]>();
  for (const pid of listPids()) {
    const text = readTextOrNull(`/proc/${pid}/stat`);
    if (text === null) continue;
    const { ppid } = parseStat(text);
    children.set(ppid, [...(children.get(ppid) ?? []), pid]);
  }
  return children;
};

const childrenReader = (rootPid: number): ((pid: number) => number[]) => {
  if (readChildren(rootPid) !== null) return (pid) => readChildren(pid) ?? [];
  const scanned = childrenByScan();
  return (pid) => scanned.get(pid) ?? [];
};

/** A process and all its descendants, parents before children, without `exclude` and what is below those. */
export const walkTree = (rootPid: number, exclude: readonly number[] = []): number[] => {
  const childrenOf = childrenReader(rootPid);
  const pids = [rootPid];
  for (const pid of pids) {
    try {
      pids.push(...childrenOf(pid).filter((child) => !exclude.includes(child)));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return pids;
};

export interface TreeSample {
  pids: number[];
  /** Each task with its start time, and each thread: two equal sets mean that nothing changed between them. */
  ids: Set<string>;
}

const idsOf = (pid: number): string[] => {
  const text = readTextOrNull(`/proc/${pid}/stat`);
  if (text === null) return [];
  const { startTimeTicks } = parseStat(text);
  return [`${pid} ${startTimeTicks}`, ...listThreadsOrNone(pid).map((tid) => `${pid} ${startTimeTicks} ${tid}`)];
};

const listThreadsOrNone = (pid: number): number[] => {
  try {
    return listThreads(pid);
  } catch {
    return [];
  }
};

/** Who the tree is right now. */
export const sampleTree = (rootPid: number, exclude?: readonly number[]): TreeSample => {
  const pids = walkTree(rootPid, exclude);
  return { pids, ids: new Set(pids.flatMap(idsOf)) };
};

/** Tasks and threads that came and went between two looks; an id that went to another process counts as both. */
export const compareSamples = (before: TreeSample, after: TreeSample): { appeared: number; ended: number } => ({
  appeared: [...after.ids].filter((id) => !before.ids.has(id)).length,
  ended: [...before.ids].filter((id) => !after.ids.has(id)).length,
});
