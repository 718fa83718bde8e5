import { type Database, listActiveRuns, type RunRecord } from '@godwit/history-store';

interface Tree {
  hostId: string;
  workloadKey: string;
  taskPids: readonly number[];
}

/** A run that works on the same tree, or on one that shares a process with it; null when there is none. */
export const findRivalRun = async (database: Database, tree: Tree): Promise<RunRecord | null> => {
  const pids = new Set(tree.taskPids);
  const rivals = (await listActiveRuns(database)).filter(
    (run) =>
      touches(run, tree.hostId) &&
      (run.workloadKey === tree.workloadKey ||
        run.plan.taskPids.some((pid) => run.sourceHostId === tree.hostId && pids.has(pid))),
  );
  return rivals[0] ?? null;
};

const touches = (run: RunRecord, hostId: string): boolean =>
  run.sourceHostId === hostId || run.destinationHostId === hostId;
