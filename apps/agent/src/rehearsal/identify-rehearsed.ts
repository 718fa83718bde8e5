import { readFileSync } from 'node:fs';
import { isAlive, listTree, type TaskIdentity, type TaskStatus } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import type { FrozenTask } from '../channel/messages.ts';
import { compareTask } from '../hold/compare-task.ts';
import { describeTask } from '../hold/frozen-tasks.ts';

interface RehearsedCopy {
  tasks: TaskIdentity[];
  passed: boolean;
  /** What was compared, a sentence for each process. */
  lines: string[];
}

/**
 * The tasks of a rehearsed copy, which lives in a pid namespace of its own below the process that started CRIU, compared with what was
 * read of them while the source stood still. Those of a container are numbered once more, in the pid namespace it brought.
 *
 * @throws GodwitError `criu-failed` naming what is missing
 */
export const identifyRehearsed = (
  expected: readonly FrozenTask[],
  starter: TaskIdentity,
  isContainer: boolean,
): RehearsedCopy => {
  const found = listTree(starter.pid).map((task) => ({ task, ...numbersOf(task.pid) }));
  const find = ({ pid, innerPid }: FrozenTask) =>
    found.find((one) => (isContainer && innerPid !== undefined ? one.inner === innerPid : one.inScene === pid))?.task;
  const pairs = expected.map((frozen) => ({ frozen, task: requireTask(find(frozen), frozen) }));
  const results = pairs.map(({ frozen, task }) => compareTask(frozen, describeTask(task), 'is built'));
  return {
    tasks: pairs.map(({ task: { pid, startTimeTicks } }) => ({ pid, startTimeTicks })),
    passed: results.every(({ passed }) => passed),
    lines: results.map(({ line }) => line),
  };
};

/** The pid in the namespace next to ours, and in the innermost one below that (proc_pid_status(5), NSpid begins with the outermost). */
const numbersOf = (pid: number): { inScene: number; inner: number | undefined } => {
  try {
    const line = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const [, inScene = 0, ...further] = (line?.trim().split(/\s+/) ?? []).map(Number);
    return { inScene, inner: further.at(-1) };
  } catch {
    return { inScene: 0, inner: undefined };
  }
};

const requireTask = (task: TaskStatus | undefined, { pid, comm }: FrozenTask): TaskStatus => {
  if (task && isAlive(task)) return task;
  throw new GodwitError({
    code: 'criu-failed',
    message: `The copy is not complete: process ${pid} (${comm}) is not there. It was not allowed to run.`,
    remedy: 'Look at the log of the restore on the destination; the source is not harmed by another try.',
  });
};
