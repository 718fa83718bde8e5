import { secondsFor } from '@godwit/domain/plan';
import { movePlanOf } from '../move-plan.ts';
import { sideReport } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { waitForSides } from '../wait-for-side.ts';

/** Builds the copy up to the point where it would run its first instruction. The source stays held meanwhile. */
export const restore: PerformStep = async (context, { snapshot, attempt }) => {
  const plan = movePlanOf(snapshot);
  await context.awaitConnections('destination');
  // Usually it was told its options ahead, and began when the last image was there. Only one that says so now did not.
  const told = attempt === 1 ? sideReport(snapshot, 'destination') : null;
  const begunByItself = told !== null && told.state !== 'received';
  const destination = begunByItself ? told : await context.askSide('destination');
  if (destination?.state === 'received') {
    await context.refuseIfCancelled();
    await context.call('destination', 'start-restore', { ...context.key, criuArguments: plan.options.restore });
  }
  await waitForSides(context, {
    sides: [
      { side: 'destination', until: ['held'], failing: ['failed', 'discarded', 'swept'] },
      { side: 'source', until: ['held'], failing: ['aborted', 'given-back', 'swept'] },
    ],
    what: 'Building the copy',
    deadlineMs: secondsFor(plan, 'restore', plan.holdSeconds) * 1000,
    cancellable: true,
  });
  return {};
};
