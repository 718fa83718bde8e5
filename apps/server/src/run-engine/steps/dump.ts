import { movePlanOf } from '../move-plan.ts';
import type { PerformStep } from '../step.ts';
import { waitForSides } from '../wait-for-side.ts';

/** After its own deadline the source gives itself back; what is a little later is only slow to tell. */
const graceMs = 5000;

/** Freezes and dumps. Ends when the source is held and the destination has every image, checked and durable. */
export const dump: PerformStep = async (context) => {
  const plan = movePlanOf(await context.look());
  await context.awaitConnections('source');
  const source = await context.sideAtStart('source', 'dump');
  if (source?.state === 'prepared') {
    await context.refuseIfCancelled();
    await context.call('source', 'start-dump', {
      ...context.key,
      criuArguments: plan.options.dump,
      holdSeconds: plan.holdSeconds,
    });
  }
  await waitForSides(context, {
    sides: [
      { side: 'source', until: ['held'], failing: ['aborted', 'given-back', 'swept'] },
      {
        side: 'destination',
        until: ['received', 'restoring', 'held'],
        failing: ['failed', 'discarded', 'swept'],
      },
    ],
    what: 'Freezing the tree and sending its images',
    deadlineMs: plan.holdSeconds * 1000 + graceMs,
    cancellable: true,
  });
  return {};
};
