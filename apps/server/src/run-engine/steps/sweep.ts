import { keepOnSource, whyKept } from '../keep-on-source.ts';
import type { PerformStep } from '../step.ts';
import { sweepSide } from '../sweep-side.ts';

/** Removes what the run made on both hosts. A host that cannot be reached now is swept when it comes back. */
export const sweep: PerformStep = async (context, { snapshot }) => {
  await context.awaitConnections('source', 'destination');
  const why = whyKept(snapshot);
  const instead = why === null ? undefined : () => keepOnSource(context, snapshot, why);
  await Promise.all([sweepSide(context, 'source', instead), sweepSide(context, 'destination')]);
  return {};
};
