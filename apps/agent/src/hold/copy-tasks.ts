import { isAlive, listCgroupPids, readTask, type TaskIdentity } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import type { FrozenTask } from '../channel/messages.ts';

/**
 * The tasks of the copy, which waits inside CRIU's restorer: every task of the source must be there under its own pid and
 * live in the copy's cgroup, where there is one.
 *
 * @throws GodwitError `criu-failed` naming what is missing
 */
export const identifyCopy = (expected: readonly FrozenTask[], cgroupDir: string | null): TaskIdentity[] => {
  const inside = cgroupDir === null ? null : new Set(listCgroupPids(cgroupDir));
  return expected.map(({ pid, comm }) => {
    const task = readTask(pid);
    if (!task || !isAlive(task)) throw incomplete(`process ${pid} (${comm}) is not there`);
    if (inside && !inside.has(pid)) throw incomplete(`process ${pid} (${comm}) is not in the cgroup of the copy`);
    return { pid, startTimeTicks: task.startTimeTicks };
  });
};

const incomplete = (seen: string): GodwitError =>
  new GodwitError({
    code: 'criu-failed',
    message: `The copy is not complete: ${seen}. It was not allowed to run.`,
    remedy: 'Look at the log of the restore on the destination; the source is not harmed by another try.',
  });
