import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunState } from '@godwit/agent-protocol';
import { isAlive, type TaskStatus } from '@godwit/criu-driver';
import type { Journal } from './journal.ts';
import type { RunFacts } from './journal-records.ts';

type ThawProof = NonNullable<RunState['thawProof']>;

/** What is to be known of the tree when it is given back: which tasks there were, and which of them stood before. */
export const describeTreeBefore = (tree: readonly TaskStatus[]): Pick<RunFacts, 'treeBefore' | 'stoppedBefore'> => ({
  treeBefore: tree.filter(({ state }) => state !== 'Z').map(({ pid, startTimeTicks }) => ({ pid, startTimeTicks })),
  stoppedBefore: tree.filter(({ state }) => state === 'T').map(({ pid }) => pid),
});

/**
 * What proves that a source that was given back runs: looked at after everything was undone. The caller has seen that no
 * task is stopped or traced any more; of a tree that CRIU never held completely those count that live.
 */
export const proveThaw = ({ facts, standing }: Pick<Journal, 'facts' | 'standing'>): ThawProof => {
  const tasks = (facts.tasks ?? facts.treeBefore ?? []).filter(isAlive);
  return {
    tasks: tasks.length,
    wasFrozen: facts.frozenAtBootMs !== undefined,
    cgroupFrozen: standing.some(({ type }) => type === 'fence') || isCgroupFrozen(facts.ownCgroupDir ?? null),
    provedAt: new Date().toISOString(),
  };
};

/** The kernel's own word for it (cgroups(7), cgroup.events); false where the tree shares its cgroup or v1 is in use. */
const isCgroupFrozen = (dir: string | null): boolean => {
  if (dir === null) return false;
  try {
    return /^frozen 1$/m.test(readFileSync(path.join(dir, 'cgroup.events'), 'utf8'));
  } catch {
    return false;
  }
};
