import type { SendPlan } from '@godwit/domain/plan';
import type { RunSnapshot } from './run-snapshot.ts';

/** The plan of a checkpoint that is sent. Throws when the run is another kind: its table would not have led here. */
export const sendPlanOf = ({ run }: RunSnapshot): SendPlan => {
  if (run.plan.kind !== 'send') throw new Error(`Run ${run.id} is a ${run.plan.kind}, and sends no checkpoint.`);
  return run.plan;
};
