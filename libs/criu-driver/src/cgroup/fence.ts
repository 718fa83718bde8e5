import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signalTask } from '../tasks/end-task.ts';
import type { TaskIdentity, TaskStatus } from '../tasks/read-task.ts';
import type { OwnCgroup } from './own-cgroup.ts';

/**
 * What holds the source's tasks still besides CRIU, so that CRIU's death does not let them run. A cgroup of their own is
 * frozen; without one each task that was not stopped before gets SIGSTOP, which its parent can see.
 */
export type Fence =
  | { kind: 'freeze-file'; file: string; frozen: string; thawed: string }
  | { kind: 'stop'; tasks: TaskIdentity[] };

/** Plans the fence; nothing is touched yet, so that it can be written down first. */
export const planFence = (
  own: OwnCgroup | null,
  tasks: readonly TaskStatus[],
  stoppedBefore: ReadonlySet<number>,
): Fence => {
  if (own?.version === 'v2')
    return { kind: 'freeze-file', file: path.join(own.dir, 'cgroup.freeze'), frozen: '1', thawed: '0' };
  if (own)
    return { kind: 'freeze-file', file: path.join(own.dir, 'freezer.state'), frozen: 'FROZEN', thawed: 'THAWED' };
  const running = tasks.filter((task) => !stoppedBefore.has(task.pid));
  return { kind: 'stop', tasks: running.map(({ pid, startTimeTicks }) => ({ pid, startTimeTicks })) };
};

/** Puts the fence up. Tasks that CRIU holds count as frozen at once. */
export const raiseFence = (fence: Fence): void => {
  if (fence.kind === 'freeze-file') writeFileSync(fence.file, fence.frozen);
  else for (const task of fence.tasks) signalTask(task, 'SIGSTOP');
};

/** Takes the fence away; what is gone already is no error. */
export const lowerFence = (fence: Fence): void => {
  if (fence.kind === 'freeze-file') {
    if (existsSync(fence.file)) writeFileSync(fence.file, fence.thawed);
  } else for (const task of fence.tasks) signalTask(task, 'SIGCONT');
};

/** Whether the fence stands, as far as it can be seen. */
export const isFenceUp = (fence: Fence): boolean => {
  if (fence.kind === 'stop') return true;
  try {
    return readFileSync(fence.file, 'utf8').trim() === fence.frozen;
  } catch {
    return false;
  }
};
