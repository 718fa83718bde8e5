import type { PerformStep } from '../step.ts';
import { sweepSide } from '../sweep-side.ts';

/** Removes what the run made on both hosts. A host that cannot be reached now is swept when it comes back. */
export const sweep: PerformStep = async (context) => {
  await context.awaitConnections('source', 'destination');
  await Promise.all([sweepSide(context, 'source'), sweepSide(context, 'destination')]);
  return {};
};
