import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, readTask, signalTask, type TaskIdentity } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';

const stopDeadlineMs = 5000;

/** Whether a process stands still by a signal. */
export const isStopped = ({ pid }: TaskIdentity): boolean => readTask(pid)?.state === 'T';

/** Stops a process and waits until it stands. Throws `process-changed` when it ends or does not stop. */
export const stopProcess = async (task: TaskIdentity, name: string): Promise<void> => {
  signalTask(task, 'SIGSTOP');
  for (const end = performance.now() + stopDeadlineMs; isAlive(task); await sleep(1)) {
    if (isStopped(task)) return;
    if (performance.now() > end) break;
  }
  throw new GodwitError({
    code: 'process-changed',
    message: `${name} (process ${task.pid}) could not be stopped, so it might start the workload a second time. Nothing was frozen.`,
    remedy: 'Make a new preflight of the workload: it looks for what starts it now.',
  });
};
