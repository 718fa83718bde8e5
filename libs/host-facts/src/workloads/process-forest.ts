import type { ListedProcess } from './read-processes.ts';

/** The processes of a host by their parents. */
export interface ProcessForest {
  byPid: ReadonlyMap<number, ListedProcess>;
  childrenOf: (pid: number) => ListedProcess[];
  /** The process and everything below it. */
  treeOf: (root: ListedProcess) => ListedProcess[];
}

export const makeForest = (processes: readonly ListedProcess[]): ProcessForest => {
  const children = new Map<number, ListedProcess[]>();
  for (const process of processes) {
    const siblings = children.get(process.ppid);
    if (siblings === undefined) children.set(process.ppid, [process]);
    else siblings.push(process);
  }
  const childrenOf = (pid: number): ListedProcess[] => children.get(pid) ?? [];
  const treeOf = (root: ListedProcess): ListedProcess[] => {
    const tree = [root];
    for (const process of tree) tree.push(...childrenOf(process.pid));
    return tree;
  };
  return { byPid: new Map(processes.map((process) => [process.pid, process])), childrenOf, treeOf };
};

/** The processes of a group whose parent is not in it, oldest first. */
export const rootsOf = (group: readonly ListedProcess[]): ListedProcess[] => {
  const pids = new Set(group.map((process) => process.pid));
  return group.filter((process) => !pids.has(process.ppid)).sort((a, b) => a.startTimeTicks - b.startTimeTicks);
};
