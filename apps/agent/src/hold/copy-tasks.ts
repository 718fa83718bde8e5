import { isAlive, listCgroupPids, readTask, type TaskIdentity } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import type { FrozenTask } from '../channel/messages.ts';
import type { HoldContext } from './hold-context.ts';
import type { StateDetails } from './journal-records.ts';
import { noteBuilt } from './note-built.ts';

/**
 * The tasks of the copy, which waits inside CRIU's restorer: every task of the source must be there under its own pid and
 * live in the copy's cgroup, where there is one. They are written into the journal.
 *
 * @returns what its side of the run says of it
 * @throws GodwitError `criu-failed` naming what is missing
 */
export const identifyCopy = (
  context: HoldContext,
  expected: readonly FrozenTask[],
  cgroupDir: string | null,
): StateDetails => {
  const { journal } = context;
  const inside = cgroupDir === null ? null : new Set(listCgroupPids(cgroupDir));
  const tasks: TaskIdentity[] = expected.map(({ pid, comm }) => {
    const task = readTask(pid);
    if (!task || !isAlive(task)) throw incomplete(`process ${pid} (${comm}) is not there`);
    if (inside && !inside.has(pid)) throw incomplete(`process ${pid} (${comm}) is not in the cgroup of the copy`);
    return { pid, startTimeTicks: task.startTimeTicks };
  });
  journal.append({ kind: 'facts', facts: { tasks } });
  noteBuilt(context, expected, tasks);
  return { heldPids: tasks.map(({ pid }) => pid) };
};

const incomplete = (seen: string): GodwitError =>
  new GodwitError({
    code: 'criu-failed',
    message: `The copy is not complete: ${seen}. It was not allowed to run.`,
    remedy: 'Look at the log of the restore on the destination; the source is not harmed by another try.',
  });
