import { existsSync, readFileSync } from 'node:fs';
import type { CommandResult } from '@godwit/agent-protocol';
import { isAlive, readTask, type TaskIdentity } from '@godwit/criu-driver';
import type { FrozenTask, Manifest } from '../channel/messages.ts';
import { compareTask, findDifferences, nameTask } from '../hold/compare-task.ts';
import { describeTask } from '../hold/frozen-tasks.ts';
import { Journal } from '../hold/journal.ts';
import type { BuiltTask } from '../hold/note-built.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { findCrash } from './find-crash.ts';

interface Compared {
  passed: boolean;
  line: string;
}

/** What is known of one task of the copy. */
interface Known {
  frozen: FrozenTask;
  /** None: it was never seen in the held copy. */
  identity: TaskIdentity | undefined;
  /** None: the held copy was not compared, as by agents of before 2026-11-23. */
  built: BuiltTask | undefined;
  /** Its parent is none of the tree. */
  isTop: boolean;
  /** Its arguments could not be read while it was held: they lie in memory that came after it. */
  isPostCopy: boolean;
}

/**
 * Compares every task of the running copy with what was read of it while the source stood still. A task that was built as it
 * was frozen, and has ended or changed since the release, did so by itself. The tree without its top is none any more, though, and a
 * task that was never built, was built otherwise, or crashed is a fault.
 */
export const proveCopy = (paths: RunPaths): CommandResult<'prove-copy'> => {
  if (!existsSync(paths.manifest)) return { passed: false, lines: ['The facts of the source are not on this host.'] };
  const { tasks } = JSON.parse(readFileSync(paths.manifest, 'utf8')) as Manifest;
  const journal = Journal.open(paths);
  const { tasks: seen = [], sourcePids, built = [], postCopy } = journal.facts;
  journal.close();
  const started = new Map(seen.map((task, at) => [sourcePids?.[at] ?? task.pid, task]));
  const builtOnes = new Map(built.map((task) => [task.pid, task]));
  const pids = new Set(tasks.map(({ pid }) => pid));
  const results = tasks.map((frozen) => {
    const identity = started.get(frozen.pid);
    const known = {
      frozen,
      identity,
      built: builtOnes.get(frozen.pid),
      isTop: !pids.has(frozen.ppid),
      isPostCopy: postCopy === true,
    };
    return identity && isAlive(identity) ? lookAt(known, identity.pid) : judgeEnded(known);
  });
  const failed = results.filter(({ passed }) => !passed).map(({ line }) => line);
  return { passed: failed.length === 0, lines: results.map(({ line }) => line), failed };
};

const argumentsUnseen =
  'In a post-copy its arguments are read for the first time when all memory is there: nobody can say whether it changed them itself.';

const lookAt = (known: Known, pid: number): Compared => {
  const { frozen, built, isPostCopy } = known;
  const task = readTask(pid);
  if (!task) return judgeEnded(known);
  if (task.state === 'T' || task.state === 't') return { passed: false, line: `${nameTask(frozen)} is stopped.` };
  const now = describeTask(task);
  const result = compareTask(frozen, now, 'runs');
  if (result.passed || built?.different.length !== 0) return result;
  const changed = findDifferences(frozen, now, 'runs');
  // CRIU gave it its user only at the release, so that another one may be CRIU's fault.
  if (changed.includes('uid')) return result;
  const line = `${nameTask(frozen)} runs. It was built as it was frozen; since then it changed: ${changed.join(', ')}.`;
  // Programs that show in their arguments what they do are many: another text there is no fault, but nobody saw it built.
  const unseen = isPostCopy && changed.includes('commandLine');
  return { passed: true, line: unseen ? `${line} ${argumentsUnseen}` : line };
};

const judgeEnded = ({ frozen, identity, built, isTop }: Known): Compared => {
  const name = nameTask(frozen);
  const failed = (line: string): Compared => ({ passed: false, line });
  if (!identity || !built || isTop) return failed(`${name} does not run.`);
  if (built.different.length > 0) return failed(`${name} was built with another ${built.different.join(', ')}.`);
  const crash = findCrash(identity);
  if (crash !== null) return failed(`${name} was built as it was frozen and then crashed: ${crash}.`);
  return { passed: true, line: `${name} was built as it was frozen, and has ended by itself since.` };
};
