import type { RunState } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { copyMayHaveRun } from '@godwit/domain/run';
import { beginAttempt, type Database, forgetDecision } from '@godwit/history-store';
import { DecisionNeeded } from '../interruptions.ts';
import { isPostCopy, movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import { type RunSnapshot, sideReport } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { waitForSides } from '../wait-for-side.ts';
import { goneSchema } from './commit.ts';
import { endLost, refuseIfLost } from './fetch-pages.ts';

/** Remembers across restarts that the release was sent: from then on a copy that dies may have run. */
const sentKey = 'release-sent';

/**
 * Lets the copy run. A copy that died while it was held is built again from its images first; one that died after its
 * release was written is left to a person.
 */
export const release: PerformStep = async (context, begun) => {
  await context.awaitConnections('destination');
  if (begun.snapshot.run.decisionMade === 'end-source') return endLost(context);
  let known = begun.attempt === 1 ? sideReport(begun.snapshot, 'destination') : null;
  for (let look = 1; ; look += 1) {
    const destination = known ?? (await context.askSide('destination'));
    known = null;
    if (destination === null) throw unknownRun((await context.hostOf('destination')).name);
    if (destination.state === 'released' || destination.state === 'swept') return {};
    await goOn(context, destination, look === 1 ? begun.snapshot : await context.look());
  }
};

/** Written when the step begins; a copy that is not held then is not released before it is held, and noted again. */
export const noteReleaseSent = async (
  context: RunContext,
  database: Database,
  snapshot: RunSnapshot,
): Promise<void> => {
  if (sideReport(snapshot, 'destination')?.state !== 'held') return;
  await noteSent(context, database);
  const { now: startedAt } = context;
  snapshot.steps.set(sentKey, { key: sentKey, attempt: 1, state: 'running', result: null, error: null, startedAt });
};

const noteSent = async ({ key, now }: RunContext, database: Database): Promise<void> => {
  await beginAttempt(database, { ...key, key: sentKey, state: 'running', leaseUntil: now, now });
};

const goOn = async (context: RunContext, destination: RunState, snapshot: RunSnapshot): Promise<void> => {
  switch (destination.state) {
    case 'held':
      await sendRelease(context, snapshot);
      return waitForRelease(context);
    case 'releasing':
      return waitForRelease(context);
    case 'failed':
      if (isPostCopy(snapshot)) return refuseIfLost(context, await context.look());
      await refuseIfItMayHaveRun(context, destination);
      return buildAgain(context);
    case 'received':
      return buildAgain(context);
    case 'restoring':
      return waitUntilHeld(context);
    default:
      throw unexpectedState(destination.state);
  }
};

const sendRelease = async (context: RunContext, { permission, run, steps }: RunSnapshot): Promise<void> => {
  if (permission === null) throw new Error(`Run ${run.id} was to be released without permission.`);
  const { basis, provedAt } = goneSchema.parse(steps.get('commit')?.result);
  if (!steps.has(sentKey)) await context.write((database) => noteSent(context, database));
  await context.call('destination', 'release-copy', {
    ...context.key,
    gone: { runId: run.id, epoch: permission.epoch, sourceBootId: permission.sourceBootId, provedAt, basis },
  });
};

const waitForRelease = (context: RunContext): Promise<void> =>
  waitForSides(context, {
    sides: [{ side: 'destination', until: ['released', 'swept', 'failed'], failing: ['discarded'] }],
    what: 'Releasing the copy',
    deadlineMs: 60_000,
    cancellable: false,
  });

const waitUntilHeld = (context: RunContext): Promise<void> =>
  waitForSides(context, {
    sides: [{ side: 'destination', until: ['held', 'failed'], failing: ['discarded'] }],
    what: 'Building the copy again',
    deadlineMs: 120_000,
    cancellable: false,
  });

const buildAgain = async (context: RunContext): Promise<void> => {
  const snapshot = await context.look();
  const plan = movePlanOf(snapshot);
  const decided = snapshot.run.decisionMade === 'restore-again' ? { afterRelease: 'person-decided' as const } : {};
  await context.call('destination', 'start-restore', {
    ...context.key,
    criuArguments: plan.options.restore,
    ...decided,
  });
  await context.write((database) => forgetDecision(database, context.runId));
  await waitUntilHeld(context);
};

const refuseIfItMayHaveRun = async (context: RunContext, destination: RunState): Promise<void> => {
  const snapshot = await context.look();
  const sent = snapshot.steps.has(sentKey) || sideReport(snapshot, 'destination')?.state === 'releasing';
  if (!sent || destination.mayHaveRun === false || snapshot.run.decisionMade === 'restore-again') return;
  throw new DecisionNeeded(copyMayHaveRun((await context.hostOf('destination')).name));
};

const unknownRun = (host: string): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message: `${host} no longer knows this run, although it held the copy.`,
    remedy: "Look at the agent's state directory on that host; the images of the run lie in it.",
  });

const unexpectedState = (state: string): GodwitError =>
  new GodwitError({
    code: 'internal',
    message: `The destination says "${state}", from which nothing can be released.`,
    remedy: 'This is a fault in Godwit. Keep the log of both agents and report it.',
  });
