import { rehearsedOptions, writtenPaths } from '../rehearsal/index.ts';
import { holdSecondsFor } from './hold-seconds.ts';
import { namedContainer, planSurroundings } from './plan-container.ts';
import { identifyTree, type PlanInput, requireTree } from './plan-run.ts';
import type { RehearsalPlan } from './run-plan.ts';

/** Makes the plan of a rehearsal out of what was judged for a move. */
export const planRehearsal = (input: PlanInput): RehearsalPlan => {
  const tree = requireTree(input.source);
  const { ids, expectedBytes } = planSurroundings(tree);
  return {
    kind: 'rehearsal',
    ...identifyTree(tree, { ...input, options: rehearsedOptions(input.options) }),
    ids,
    ...namedContainer(tree),
    writtenPaths: writtenPaths(tree),
    expectedBytes,
    holdSeconds: holdSecondsFor(expectedBytes),
  };
};
