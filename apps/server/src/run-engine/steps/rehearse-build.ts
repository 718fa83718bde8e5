import { rehearsalPlanOf } from '../rehearsal-plan.ts';
import { sideReport } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { waitForSides } from '../wait-for-side.ts';

/** Waits until the copy stands on the destination, where it never runs, and keeps what was seen of it. The source runs meanwhile. */
export const rehearseBuild: PerformStep = async (context, { snapshot }) => {
  const plan = rehearsalPlanOf(snapshot);
  await context.awaitConnections('destination');
  await waitForSides(context, {
    sides: [{ side: 'destination', until: ['held'], failing: ['failed', 'discarded', 'swept'] }],
    what: 'Building the copy',
    deadlineMs: plan.holdSeconds * 1000,
    cancellable: true,
  });
  const seen = await context.look();
  const rehearsed = sideReport(seen, 'destination')?.rehearsed;
  const proof = { passed: rehearsed?.passed ?? false, lines: rehearsed?.lines ?? ['The copy could not be looked at.'] };
  const built = {
    buildUs: rehearsed?.buildUs ?? null,
    readyUs: rehearsed?.readyUs ?? null,
    imageBytes: sideReport(seen, 'source')?.dumped?.imageBytes ?? null,
  };
  return {
    result: { ...proof, ...built },
    also: (database) =>
      context.append(database, { type: 'proof.taken', ...proof }, { type: 'rehearsal.built', ...built }),
  };
};
