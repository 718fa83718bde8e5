import type { Thread } from '@godwit/domain/facts';
import { parseStat } from '../procfs/parse-stat.ts';
import { parseStatus } from '../procfs/parse-status.ts';
import { isGone, readText } from '../procfs/read-text.ts';
import { listThreads } from './walk-tree.ts';

const readThread = (pid: number, tid: number): Thread => {
  const stat = parseStat(readText(`/proc/${pid}/task/${tid}/stat`));
  const status = parseStatus(readText(`/proc/${pid}/task/${tid}/status`));
  return {
    tid,
    state: stat.state,
    startTimeTicks: stat.startTimeTicks,
    tracerPid: status.tracerPid,
    nsTids: status.nsPids,
    schedulingPolicy: stat.schedulingPolicy,
    nice: stat.nice,
    allowedCpus: status.allowedCpus,
  };
};

/** The threads of a process; one that ends meanwhile is left out (the second look at the tree tells that). */
export const readThreads = (pid: number): Thread[] =>
  listThreads(pid).flatMap((tid) => {
    try {
      return [readThread(pid, tid)];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  });
