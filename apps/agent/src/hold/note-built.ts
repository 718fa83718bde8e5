import { readTask, type TaskIdentity } from '@godwit/criu-driver';
import type { FrozenTask } from '../channel/messages.ts';
import { type Compared, findDifferences } from './compare-task.ts';
import { describeOutsideOfMemory, describeTask } from './frozen-tasks.ts';
import type { HoldContext } from './hold-context.ts';

/** A task of the copy as CRIU built it, before anything of it ran. */
export interface BuiltTask {
  /** The source's pid of it. */
  pid: number;
  different: Compared[];
}

/**
 * Compares the held copy with what was frozen and writes that down: what ends or changes after the release does so by itself, and is
 * no fault of the copy. Done when the side has voted, while it waits; it is waited for by nobody.
 *
 * @param tasks in the order of `expected`
 */
export const noteBuilt = (
  { journal, log }: Pick<HoldContext, 'journal' | 'log'>,
  expected: readonly FrozenTask[],
  tasks: readonly TaskIdentity[],
): void => {
  setImmediate(() => {
    try {
      const { postCopy } = journal.facts;
      const built = expected.map((frozen, at) => compareBuilt(frozen, tasks[at], postCopy === true));
      journal.append({ kind: 'facts', facts: { built } });
    } catch (error) {
      // Then the copy is proved by what runs alone.
      log(`the held copy cannot be compared: ${error}`);
    }
  });
};

const compareBuilt = (frozen: FrozenTask, identity: TaskIdentity | undefined, isPostCopy: boolean): BuiltTask => {
  const task = identity && readTask(identity.pid);
  if (!task) throw new Error(`process ${frozen.pid} is not there any more`);
  // Arguments lie in memory, which in a post-copy comes through this very process: it would wait for itself.
  const copy = (isPostCopy ? describeOutsideOfMemory : describeTask)(task);
  return { pid: frozen.pid, different: findDifferences(frozen, copy) };
};
