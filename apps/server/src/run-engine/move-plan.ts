import type { MovePlan } from '@godwit/domain/plan';
import type { RunSnapshot } from './run-snapshot.ts';

/** The plan of a move. Throws when the run is another kind: its table would not have led here. */
export const movePlanOf = ({ run }: RunSnapshot): MovePlan => {
  if (run.plan.kind !== 'move') throw new Error(`Run ${run.id} is a ${run.plan.kind}, not a move.`);
  return run.plan;
};

/** Whether the memory of this move follows its copy. */
export const isPostCopy = ({ run: { plan } }: RunSnapshot): boolean =>
  plan.kind === 'move' && plan.mode === 'post-copy';

/** The mode as the agents are told it: the usual one is left out, so that agents of before there were others take it. */
export const namedMode = ({ mode }: MovePlan): { mode?: 'pre-copy' | 'post-copy' } =>
  mode === undefined || mode === 'stop-and-copy' ? {} : { mode };
