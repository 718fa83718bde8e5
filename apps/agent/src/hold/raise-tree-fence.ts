import { findHierarchies, findOwnCgroup, listTree, planFence, raiseFence } from '@godwit/criu-driver';
import type { FrozenTask } from '../channel/messages.ts';
import { bootMs } from './boot-clock.ts';
import { describeTask } from './frozen-tasks.ts';
import type { HoldContext } from './hold-context.ts';
import { writeFenceFile } from './hook-script.ts';

/**
 * Freezes a tree that CRIU holds, so that from here on CRIU's death changes nothing. What the fence is, and whom it holds, is
 * in the journal before it is raised.
 *
 * @returns the tasks of the tree as they stand
 */
export const raiseTreeFence = ({ journal, paths }: HoldContext, rootPid: number): FrozenTask[] => {
  const tree = listTree(rootPid).filter(({ state }) => state !== 'Z');
  const { stoppedBefore = [] } = journal.facts;
  const own = findOwnCgroup(
    findHierarchies(),
    rootPid,
    tree.map(({ pid }) => pid),
  );
  const fence = planFence(own, tree, new Set(stoppedBefore));
  const tasks = tree.map(({ pid, startTimeTicks }) => ({ pid, startTimeTicks }));
  writeFenceFile(paths, fence);
  journal.append(
    { kind: 'facts', facts: { tasks, ownCgroupDir: own?.dir ?? null, fencedAtBootMs: bootMs() } },
    { kind: 'making', made: { type: 'fence', fence } },
  );
  raiseFence(fence);
  return tree.map(describeTask);
};
