import type { Task } from '@godwit/domain/facts';
import { parseStat } from '../procfs/parse-stat.ts';
import { parseStatus } from '../procfs/parse-status.ts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { wait } from './pause.ts';

/** A wait for a disk ends within this; what lasts longer is stuck, or waits for another process. */
const patienceMs = 1000;
const lookEveryMs = 50;

interface Wait {
  state: string;
  switches: number;
}

const lookAt = (pid: number): Wait | null => {
  const stat = readTextOrNull(`/proc/${pid}/stat`);
  const status = readTextOrNull(`/proc/${pid}/status`);
  if (stat === null || status === null) return null;
  return { state: parseStat(stat).state, switches: parseStatus(status).voluntarySwitches };
};

const isSame = (pid: number, first: Wait): boolean => {
  const now = lookAt(pid);
  return now !== null && now.state === 'D' && now.switches === first.switches;
};

/**
 * Looks again at tasks that were seen in uninterruptible sleep, for a second at most, and writes down for how long they
 * stayed there without once being woken. Costs nothing while no task is in that state.
 */
export const settleWaits = async (tasks: readonly Task[], signal?: AbortSignal): Promise<void> => {
  const waiting = new Map(
    tasks
      .filter(({ state }) => state === 'D')
      .flatMap((task) => {
        const seen = lookAt(task.pid);
        return seen?.state === 'D' ? [[task, seen] as const] : [];
      }),
  );
  const startedMs = performance.now();
  while (waiting.size > 0) {
    const passedMs = performance.now() - startedMs;
    for (const [task, seen] of waiting) {
      if (isSame(task.pid, seen)) task.stuckMs = Math.round(passedMs);
      else waiting.delete(task);
    }
    if (passedMs >= patienceMs) return;
    if (waiting.size > 0) await wait(lookEveryMs, signal);
  }
};
