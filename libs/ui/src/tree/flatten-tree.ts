import type { Severity } from '@godwit/domain/verdict';

export interface TreeProcess {
  pid: number;
  ppid: number;
  comm: string;
  command: string;
  rssBytes: number;
  /** null when they could not be read. */
  fds: number | null;
  threads: number;
  state: string;
  findingSeverity: Severity | null;
}

interface PlacedProcess {
  process: TreeProcess;
  depth: number;
}

/** Parents before children, children by pid; a process whose parent is not in the list, or is itself, is a root. */
export const flattenTree = (processes: readonly TreeProcess[]): PlacedProcess[] => {
  const pids = new Set(processes.map((process) => process.pid));
  const isRoot = ({ pid, ppid }: TreeProcess) => ppid === pid || !pids.has(ppid);
  const place = (some: readonly TreeProcess[], depth: number): PlacedProcess[] =>
    [...some]
      .sort((a, b) => a.pid - b.pid)
      .flatMap((process) => [
        { process, depth },
        ...place(
          processes.filter((child) => child.ppid === process.pid && !isRoot(child)),
          depth + 1,
        ),
      ]);
  return place(processes.filter(isRoot), 0);
};
