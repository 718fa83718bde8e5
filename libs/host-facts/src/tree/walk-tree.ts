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
  /** Each task with its start time and its threads: two equal texts mean that nothing changed between them. */
  print: string;
}

const printOf = (pid: number): string => {
  const text = readTextOrNull(`/proc/${pid}/stat`);
  return text === null ? `${pid} gone` : `${pid} ${parseStat(text).startTimeTicks} ${listThreadsOrNone(pid).join(',')}`;
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
  return { pids, print: pids.map(printOf).sort().join('\n') };
};
