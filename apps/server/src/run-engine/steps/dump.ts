import { type MovePlan, secondsFor } from '@godwit/domain/plan';
import { preCopyRoundsSchema } from '@godwit/domain/pre-copy';
import { movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import { sideReport } from '../run-snapshot.ts';
import type { PerformStep, StepOutcome } from '../step.ts';
import { waitForSides } from '../wait-for-side.ts';

/** After its own deadline the source gives itself back; what is a little later is only slow to tell. */
const graceMs = 5000;

/** The hooks of the source's owner run before the freeze, within deadlines of their own. */
const hookPatienceMs = 60_000;

/** The files of a container, or its image, are sent and laid out while it still runs. */
const containerPatienceMs = 600_000;

/** Freezes and dumps. Ends when the source is held and the destination has every image, checked and durable. */
export const dump: PerformStep = async (context, { attempt, snapshot }) => {
  const plan = movePlanOf(snapshot);
  await context.awaitConnections('source');
  // The step before prepared it; only after a failure or a restart it is not known where it stands.
  const isPrepared = attempt === 1 || (await context.askSide('source'))?.state === 'prepared';
  if (isPrepared) {
    await context.refuseIfCancelled();
    await context.call(
      'source',
      'start-dump',
      {
        ...context.key,
        criuArguments: plan.options.dump,
        holdSeconds: plan.holdSeconds,
      },
      hookPatienceMs,
    );
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
    deadlineMs: deadlineOf(plan),
    cancellable: true,
  });
  return plan.mode === 'pre-copy' ? tellLastRound(context) : {};
};

/** What was left for the freeze belongs to the rounds before it. */
const tellLastRound = async (context: RunContext): Promise<StepOutcome> => {
  const snapshot = await context.look();
  const ahead = preCopyRoundsSchema.safeParse(snapshot.steps.get('pre-dump')?.result);
  const lastBytes = sideReport(snapshot, 'source')?.dumped?.imageBytes ?? null;
  if (!ahead.success) return {};
  const { data } = ahead;
  return { also: (database) => context.append(database, { type: 'rounds.measured', ...data, lastBytes }) };
};

/**
 * A deadline of the plan's own is kept to the second; the source's own is waited for a little longer. It begins with the freeze, which with a
 * container is later.
 */
const deadlineOf = (plan: MovePlan): number => {
  const seconds = secondsFor(plan, 'dump', plan.holdSeconds);
  const before = plan.container ? containerPatienceMs : 0;
  return seconds * 1000 + (seconds < plan.holdSeconds ? 0 : graceMs + before);
};
