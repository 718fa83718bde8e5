import { GodwitError } from '@godwit/domain/errors';
import { isKernelThread, type ProcessStat, parseStat } from '../procfs/parse-stat.ts';
import { parseStatus } from '../procfs/parse-status.ts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { listThreads, readStat } from './walk-tree.ts';

const noSuchProcess = (pid: number, seen: string): GodwitError =>
  new GodwitError({
    code: 'no-such-process',
    message: `There is no process ${pid} on this host: ${seen}.`,
    remedy: 'Look up the process id again, for example with ps, and give the id of the process at the top of the tree.',
  });

const notMovable = (message: string, remedy: string): GodwitError =>
  new GodwitError({ code: 'process-not-movable', message, remedy });

/** The process ended, or its id went to another one, while it was read. */
export const changedWhileReading = (pid: number, seen: string): GodwitError =>
  new GodwitError({
    code: 'process-changed',
    message: `Process ${pid} ${seen} while it was read, so what was read belongs to no living process.`,
    remedy: 'Check that the workload runs and try again with its current process id.',
  });

const readStatOrNull = (pid: number): ProcessStat | null => {
  try {
    return readStat(pid);
  } catch {
    return null;
  }
};

const isDead = ({ state }: ProcessStat): boolean => state === 'Z' || state === 'X';

const threadsOf = (pid: number): number[] => {
  try {
    return listThreads(pid);
  } catch {
    return [];
  }
};

/** A process whose main thread is dead goes on while another thread of it lives. */
const hasEnded = (stat: ProcessStat): boolean =>
  isDead(stat) &&
  threadsOf(stat.pid).every((tid) => {
    const text = tid === stat.pid ? null : readTextOrNull(`/proc/${stat.pid}/task/${tid}/stat`);
    return text === null || isDead(parseStat(text));
  });

const checkIsProcess = (pid: number): ProcessStat => {
  const valid = Number.isSafeInteger(pid) && pid > 0;
  const stat = valid ? readStatOrNull(pid) : null;
  if (stat === null) throw noSuchProcess(pid, `/proc/${pid} is not there`);
  const tgid = parseStatus(readTextOrNull(`/proc/${pid}/status`) ?? '').tgid;
  if (tgid !== 0 && tgid !== pid) throw noSuchProcess(pid, `${pid} is a thread of process ${tgid}`);
  if (hasEnded(stat)) throw noSuchProcess(pid, 'it has ended and only waits to be reaped');
  return stat;
};

const checkKind = (pid: number, stat: ProcessStat): void => {
  if (pid === 1) {
    throw notMovable(
      'Process 1 is the init process of this host and everything hangs below it.',
      'Choose the process at the top of one workload.',
    );
  }
  if (isKernelThread(stat)) {
    throw notMovable(
      `Process ${pid} (${stat.comm}) is a thread of the kernel; it has no memory of its own to move.`,
      'Choose a process of a user program.',
    );
  }
};

/** Throws `process-not-movable` when this very process is in the tree. */
export const checkNotOurselves = (pid: number, treePids: readonly number[]): void => {
  if (!treePids.includes(process.pid)) return;
  throw notMovable(
    `The tree of process ${pid} contains Godwit itself (process ${process.pid}), which would freeze itself.`,
    'Choose a tree that does not contain Godwit, or start Godwit from another session.',
  );
};

/**
 * Refuses what can never be judged: no such process, a thread's id, a zombie, pid 1 and a thread of the kernel. Returns
 * the stat of the process. Throws `no-such-process` or `process-not-movable`.
 */
export const checkMovable = (pid: number): ProcessStat => {
  const stat = checkIsProcess(pid);
  checkKind(pid, stat);
  return stat;
};

/** Throws `process-changed` unless the process is still the one that started at `startTimeTicks`. */
export const checkStillThere = (pid: number, startTimeTicks: number): void => {
  const stat = readStatOrNull(pid);
  if (stat === null || hasEnded(stat)) throw changedWhileReading(pid, 'ended');
  if (stat.startTimeTicks !== startTimeTicks)
    throw changedWhileReading(pid, 'ended and its id went to another process');
};
