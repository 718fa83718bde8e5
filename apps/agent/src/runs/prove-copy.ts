import { existsSync, readFileSync } from 'node:fs';
import type { CommandResult } from '@godwit/agent-protocol';
import { isAlive, readTask } from '@godwit/criu-driver';
import type { FrozenTask, Manifest } from '../channel/messages.ts';
import { describeTask } from '../hold/frozen-tasks.ts';
import { Journal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';

const compared = ['comm', 'commandLine', 'exe', 'cwd', 'uid'] as const;

/**
 * Compares every task of the running copy with what was read of it while the source stood still. What a running program
 * changes by itself (threads, open files) is told, but proves nothing.
 */
export const proveCopy = (paths: RunPaths): CommandResult<'prove-copy'> => {
  if (!existsSync(paths.manifest)) return { passed: false, lines: ['The facts of the source are not on this host.'] };
  const { tasks } = JSON.parse(readFileSync(paths.manifest, 'utf8')) as Manifest;
  const journal = Journal.open(paths);
  const started = new Map(journal.facts.tasks?.map((task) => [task.pid, task]));
  journal.close();
  const results = tasks.map((frozen) => {
    const identity = started.get(frozen.pid);
    return identity && isAlive(identity)
      ? compareTask(frozen)
      : { passed: false, line: `${name(frozen)} does not run.` };
  });
  return { passed: results.every(({ passed }) => passed), lines: results.map(({ line }) => line) };
};

const compareTask = (frozen: FrozenTask): { passed: boolean; line: string } => {
  const task = readTask(frozen.pid);
  if (!task) return { passed: false, line: `${name(frozen)} ended while it was looked at.` };
  if (task.state === 'T' || task.state === 't') return { passed: false, line: `${name(frozen)} is stopped.` };
  const copy = describeTask(task);
  const different = compared.filter((key) => copy[key] !== frozen[key]);
  if (different.length > 0) {
    const words = different.map((key) => `${key} is "${copy[key]}" and was "${frozen[key]}"`);
    return { passed: false, line: `${name(frozen)}: ${words.join('; ')}.` };
  }
  const counts = `${copy.threads} of ${frozen.threads} threads, ${copy.fds} of ${frozen.fds} open files`;
  return { passed: true, line: `${name(frozen)} runs: same program, arguments, directory and user; ${counts}.` };
};

const name = ({ pid, comm }: FrozenTask): string => `Process ${pid} (${comm})`;
