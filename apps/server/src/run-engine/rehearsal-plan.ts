import type { RehearsalPlan } from '@godwit/domain/plan';
import type { RunSnapshot } from './run-snapshot.ts';

/** The plan of a rehearsal. Throws when the run is another kind: its table would not have led here. */
export const rehearsalPlanOf = ({ run }: RunSnapshot): RehearsalPlan => {
  if (run.plan.kind !== 'rehearsal') throw new Error(`Run ${run.id} is a ${run.plan.kind}, not a rehearsal.`);
  return run.plan;
};
