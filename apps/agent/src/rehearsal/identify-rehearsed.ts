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
 * read of them while the source stood still.
 *
 * @throws GodwitError `criu-failed` naming what is missing
 */
export const identifyRehearsed = (expected: readonly FrozenTask[], starter: TaskIdentity): RehearsedCopy => {
  const found = new Map(listTree(starter.pid).map((task) => [innerPid(task.pid), task]));
  const pairs = expected.map((frozen) => ({ frozen, task: requireTask(found.get(frozen.pid), frozen) }));
  const results = pairs.map(({ frozen, task }) => compareTask(frozen, describeTask(task), 'is built'));
  return {
    tasks: pairs.map(({ task: { pid, startTimeTicks } }) => ({ pid, startTimeTicks })),
    passed: results.every(({ passed }) => passed),
    lines: results.map(({ line }) => line),
  };
};

/** The pid in the namespace next to ours (proc_pid_status(5), NSpid lists them from the outermost one in). */
const innerPid = (pid: number): number => {
  try {
    const line = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(line?.split(/\s+/)[1] ?? 0);
  } catch {
    return 0;
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
