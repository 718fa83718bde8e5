import { existsSync, readFileSync } from 'node:fs';
import type { CommandResult } from '@godwit/agent-protocol';
import { isAlive, readTask } from '@godwit/criu-driver';
import type { FrozenTask, Manifest } from '../channel/messages.ts';
import { compareTask, nameTask } from '../hold/compare-task.ts';
import { describeTask } from '../hold/frozen-tasks.ts';
import { Journal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';

/**
 * Compares every task of the running copy with what was read of it while the source stood still. What a running program
 * changes by itself (threads, open files) is told, but proves nothing.
 */
export const proveCopy = (paths: RunPaths): CommandResult<'prove-copy'> => {
  if (!existsSync(paths.manifest)) return { passed: false, lines: ['The facts of the source are not on this host.'] };
  const { tasks } = JSON.parse(readFileSync(paths.manifest, 'utf8')) as Manifest;
  const journal = Journal.open(paths);
  const { sourcePids } = journal.facts;
  const started = new Map(journal.facts.tasks?.map((task, at) => [sourcePids?.[at] ?? task.pid, task]));
  journal.close();
  const results = tasks.map((frozen) => {
    const identity = started.get(frozen.pid);
    return identity && isAlive(identity)
      ? lookAt(frozen, identity.pid)
      : { passed: false, line: `${nameTask(frozen)} does not run.` };
  });
  return { passed: results.every(({ passed }) => passed), lines: results.map(({ line }) => line) };
};

const lookAt = (frozen: FrozenTask, pid: number): { passed: boolean; line: string } => {
  const task = readTask(pid);
  if (!task) return { passed: false, line: `${nameTask(frozen)} ended while it was looked at.` };
  if (task.state === 'T' || task.state === 't') return { passed: false, line: `${nameTask(frozen)} is stopped.` };
  return compareTask(frozen, describeTask(task), 'runs');
};
