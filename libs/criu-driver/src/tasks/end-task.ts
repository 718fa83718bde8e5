import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type TaskIdentity } from './read-task.ts';

/**
 * Sends a signal to exactly this process. Between the look at its start time and the signal the pid could only be reused
 * after the process died and all other pids were used up.
 *
 * @returns false when it is gone
 */
export const signalTask = (task: TaskIdentity, signal: NodeJS.Signals): boolean => {
  if (!isAlive(task)) return false;
  try {
    process.kill(task.pid, signal);
    return true;
  } catch {
    return false;
  }
};

/** Waits until none of the processes lives. @returns those that still do after `deadlineMs` */
export const waitUntilGone = async (tasks: readonly TaskIdentity[], deadlineMs: number): Promise<TaskIdentity[]> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const left = tasks.filter(isAlive);
    if (left.length === 0 || performance.now() > end) return left;
    await sleep(left.length > 100 ? 10 : 2);
  }
};
