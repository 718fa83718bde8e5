import { readlinkSync } from 'node:fs';
import type { Thread } from '@godwit/domain/facts';
import { readIoPriority } from '../native/io-priority.ts';
import { compareTable, KcmpError } from '../native/kcmp.ts';
import type { Libc } from '../native/libc.ts';
import { type ProcessStat, parseStat } from '../procfs/parse-stat.ts';
import { type ProcessStatus, parseStatus } from '../procfs/parse-status.ts';
import { isGone, readText } from '../procfs/read-text.ts';
import { listThreads } from './walk-tree.ts';

/** What is read of the main thread anyway. */
export interface MainThread {
  stat: ProcessStat;
  status: ProcessStatus;
}

const toThread = (tid: number, { stat, status }: MainThread, libc: Libc | null): Thread => ({
  tid,
  state: stat.state,
  startTimeTicks: stat.startTimeTicks,
  tracerPid: status.tracerPid,
  nsTids: status.nsPids,
  schedulingPolicy: stat.schedulingPolicy,
  nice: stat.nice,
  allowedCpus: status.allowedCpus,
  comm: stat.comm,
  uids: status.uids,
  gids: status.gids,
  capEffective: status.capEffective,
  noNewPrivs: status.noNewPrivs,
  seccompMode: status.seccompMode,
  seccompFilters: status.seccompFilters,
  pendingSignals: status.pendingSignals,
  blockedSignals: status.blockedSignals,
  realtimePriority: stat.realtimePriority,
  ioPriority: readIoPriority(libc, tid),
  voluntarySwitches: status.voluntarySwitches,
});

/** Namespaces a thread may leave alone; the pid and user namespace belong to the whole process. */
const ownNamespaces = ['cgroup', 'ipc', 'mnt', 'net', 'uts'] as const;
const ownTables = ['files', 'fs', 'sysvsem'] as const;

const differingTables = (libc: Libc | null, pid: number, tid: number): string[] => {
  if (libc === null) return [];
  try {
    return ownTables.filter((kind) => compareTable(libc, kind, pid, tid) !== 0);
  } catch (error) {
    // Only silent losses hang on this; that processes of a tree share something is looked at by itself.
    if (error instanceof KcmpError) return [];
    throw error;
  }
};

const readLinkOrNull = (path: string): string | null => {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
};

const differingNamespaces = (pid: number, tid: number, ofMain: ReadonlyMap<string, string | null>): string[] =>
  ownNamespaces.filter((kind) => {
    const own = readLinkOrNull(`/proc/${pid}/task/${tid}/ns/${kind}`);
    return own !== null && ofMain.get(kind) != null && own !== ofMain.get(kind);
  });

const readThread = (pid: number, tid: number): MainThread => ({
  stat: parseStat(readText(`/proc/${pid}/task/${tid}/stat`)),
  status: parseStatus(readText(`/proc/${pid}/task/${tid}/status`)),
});

/** The threads of a process; one that ends meanwhile is left out (the second look at the tree tells that). */
export const readThreads = (pid: number, main: MainThread, libc: Libc | null): Thread[] => {
  const tids = listThreads(pid);
  if (tids.length === 1 && tids[0] === pid) return [toThread(pid, main, libc)];
  const ofMain = new Map(ownNamespaces.map((kind) => [kind, readLinkOrNull(`/proc/${pid}/ns/${kind}`)]));
  return tids.flatMap((tid) => {
    if (tid === pid) return [toThread(pid, main, libc)];
    try {
      const thread = toThread(tid, readThread(pid, tid), libc);
      const unshared = [...differingTables(libc, pid, tid), ...differingNamespaces(pid, tid, ofMain)];
      return [{ ...thread, unshared }];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  });
};
