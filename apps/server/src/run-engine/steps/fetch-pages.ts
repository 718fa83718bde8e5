import { memoryLost } from '@godwit/domain/run';
import { DecisionNeeded } from '../interruptions.ts';
import type { RunContext } from '../run-context.ts';
import { type RunSnapshot, sideReport } from '../run-snapshot.ts';
import type { PerformStep, StepOutcome } from '../step.ts';
import { sweepSide } from '../sweep-side.ts';

/** Every so many looks both sides are asked, in case a message is stuck, or a side has nobody left who would tell. */
const looksPerQuestion = 5;

/**
 * Post-copy: waits until the copy has all of its memory and the source, which served it, is proved gone. There is no deadline: a slow line
 * is no reason to lose a workload that runs.
 */
export const fetchPages: PerformStep = async (context, begun) => {
  if (begun.snapshot.run.decisionMade === 'end-source') return endLost(context);
  for (let look = 1; ; look += 1) {
    const snapshot = await context.look();
    if (sideReport(snapshot, 'source')?.state === 'gone') return {};
    await refuseIfLost(context, snapshot);
    if (look % looksPerQuestion === 0) await askBoth(context);
    await context.wait();
  }
};

/** Throws the question for a person when the destination says that pages are lost. */
export const refuseIfLost = async (context: RunContext, snapshot: RunSnapshot): Promise<void> => {
  const destination = sideReport(snapshot, 'destination');
  if (destination?.state !== 'failed') return;
  const { name } = await context.hostOf('source');
  throw new DecisionNeeded(memoryLost(name, destination.reason ?? 'The copy is lost.'));
};

/** A source whose hold process died after it had served everything does not know that: it is told. */
const askBoth = async (context: RunContext): Promise<void> => {
  const destination = await context.tryToAskSide('destination');
  const source = await context.tryToAskSide('source');
  if (destination?.pages?.complete && source?.state === 'committed')
    await context.call('source', 'end-source', { ...context.key, reason: 'The copy has all of its memory.' });
};

/** A person decided that what is lost is lost: both sides are ended and cleaned. */
export const endLost = async (context: RunContext): Promise<StepOutcome> => {
  const { reason: why = 'Memory pages were lost.' } = sideReport(await context.look(), 'destination') ?? {};
  await context.awaitConnections('source');
  await context.call('source', 'end-source', { ...context.key, reason: 'A person decided it.' });
  await context.tryToAskSide('source');
  await Promise.all([sweepSide(context, 'source'), sweepSide(context, 'destination')]);
  return { result: { lost: true, why } };
};
