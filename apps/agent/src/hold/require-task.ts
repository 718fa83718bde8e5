import { readTask } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';

/** Throws `process-changed` when the process ended, or its number was given to another. */
export const requireTask = (pid: number, startTimeTicks: number): void => {
  if (readTask(pid)?.startTimeTicks === startTimeTicks) return;
  throw new GodwitError({
    code: 'process-changed',
    message: `Process ${pid} is not the one that was checked: it ended, or its number was given to another.`,
    remedy: 'Make a new preflight of the workload.',
  });
};
