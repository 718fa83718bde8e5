import { setImmediate as nextTurn } from 'node:timers/promises';
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

/** About a millisecond's work. */
const tasksInARow = 10;

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
  void (async () => {
    const isPostCopy = journal.facts.postCopy === true;
    const built: BuiltTask[] = [];
    // What is known of an earlier copy of this run says nothing of this one.
    if (journal.facts.built) journal.append({ kind: 'facts', facts: { built } });
    for (const [at, frozen] of expected.entries()) {
      // The release is not waited with: a large tree is compared as far as there is time.
      if (at % tasksInARow === 0) await nextTurn();
      if (journal.state !== 'held') break;
      built.push(compareBuilt(frozen, tasks[at], isPostCopy));
    }
    journal.append({ kind: 'facts', facts: { built } });
  })().catch((error: unknown) => {
    // Then the copy is proved by what runs alone.
    log(`the held copy cannot be compared: ${error}`);
  });
};

const compareBuilt = (frozen: FrozenTask, identity: TaskIdentity | undefined, isPostCopy: boolean): BuiltTask => {
  const task = identity && readTask(identity.pid);
  if (!task) throw new Error(`process ${frozen.pid} is not there any more`);
  // Arguments lie in memory, which in a post-copy comes through this very process: it would wait for itself.
  const copy = (isPostCopy ? describeOutsideOfMemory : describeTask)(task);
  return { pid: frozen.pid, different: findDifferences(frozen, copy, 'is built') };
};
