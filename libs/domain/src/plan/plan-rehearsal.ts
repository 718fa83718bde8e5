import { neededIds } from '../comparison/needed-ids.ts';
import { rehearsedOptions, writtenPaths } from '../rehearsal/index.ts';
import { holdSecondsFor } from './hold-seconds.ts';
import { identifyTree, type PlanInput, requireTree } from './plan-run.ts';
import type { RehearsalPlan } from './run-plan.ts';

/** Makes the plan of a rehearsal out of what was judged for a move. */
export const planRehearsal = (input: PlanInput): RehearsalPlan => {
  const tree = requireTree(input.source);
  const expectedBytes = tree.dumpedMemoryBytes.known ? tree.dumpedMemoryBytes.value : 0;
  return {
    kind: 'rehearsal',
    ...identifyTree(tree, { ...input, options: rehearsedOptions(input.options) }),
    ids: neededIds(tree),
    writtenPaths: writtenPaths(tree),
    expectedBytes,
    holdSeconds: holdSecondsFor(expectedBytes),
  };
};
