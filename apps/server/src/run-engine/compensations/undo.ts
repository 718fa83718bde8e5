import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { type Compensation, type Side, type StepName, stepTable } from '@godwit/domain/run';
import { beginAttempt, endAttempt } from '@godwit/history-store';
import type { RunContext } from '../run-context.ts';
import { type RunSnapshot, undoKey } from '../run-snapshot.ts';
import { sweepSide } from '../sweep-side.ts';
import { discardCopy } from './discard-copy.ts';
import { giveSourceBack } from './give-source-back.ts';

interface Undoing {
  side: Side;
  perform: (context: RunContext, reason: string) => Promise<void>;
}

const undoings: Record<Compensation, Undoing> = {
  'discard-copy': { side: 'destination', perform: discardCopy },
  'give-source-back': { side: 'source', perform: giveSourceBack },
};

/**
 * Undoes what is left, both sides at once, so that one that is silent does not keep the other frozen. Each is tried until
 * its agent answers, or until the deadline of its own hold process must have ended the matter.
 */
export const undo = async (context: RunContext, compensations: Compensation[]): Promise<void> => {
  const snapshot = await context.look();
  await Promise.all(compensations.map((compensation) => undoOne(context, snapshot, compensation)));
};

const undoOne = async (context: RunContext, snapshot: RunSnapshot, compensation: Compensation): Promise<void> => {
  const steps = undoneSteps(snapshot, compensation);
  await begin(context, compensation, steps);
  const givenUpAt = context.elapsedMs + mootAfterMs(context, snapshot);
  const answered = await tryUntilAnswered(context, { compensation, givenUpAt, steps, reason: reasonOf(snapshot) });
  if (answered) await sweepSide(context, undoings[compensation].side);
  await context.write(async (database) => {
    await endAttempt(database, {
      runId: context.runId,
      key: undoKey(compensation),
      state: 'undone',
      result: { answered },
      now: context.now,
    });
    if (answered)
      await context.append(database, ...steps.map((step) => ({ type: 'compensation.finished', step }) as const));
  });
};

interface Trying {
  compensation: Compensation;
  givenUpAt: number;
  steps: StepName[];
  reason: string;
}

/** False: nobody answered, and nobody has to any more. The host is asked again when it comes back. */
const tryUntilAnswered = async (context: RunContext, trying: Trying): Promise<boolean> => {
  const { perform } = undoings[trying.compensation];
  let told = '';
  for (;;) {
    try {
      await perform(context, trying.reason);
      return true;
    } catch (error) {
      if (!(error instanceof GodwitError)) throw error;
      if (error.message !== told) await tellFailure(context, trying.steps, error);
      told = error.message;
    }
    if (context.elapsedMs >= trying.givenUpAt) return false;
    await context.wait();
  }
};

const tellFailure = async (context: RunContext, steps: StepName[], failure: GodwitError): Promise<void> => {
  const error = toErrorReport(failure);
  await context.record(...steps.slice(-1).map((step) => ({ type: 'compensation.failed', step, error }) as const));
};

const begin = (context: RunContext, compensation: Compensation, steps: StepName[]): Promise<void> =>
  context.write(async (database) => {
    const { runId, epoch, now } = context;
    await beginAttempt(database, { runId, epoch, key: undoKey(compensation), state: 'undoing', leaseUntil: now, now });
    await context.append(database, ...steps.map((step) => ({ type: 'compensation.started', step }) as const));
  });

/** The started steps that this compensation undoes, last first. */
const undoneSteps = ({ run, steps }: RunSnapshot, compensation: Compensation): StepName[] =>
  stepTable[run.kind]
    .filter(({ name, compensations }) => steps.has(name) && compensations.includes(compensation))
    .map(({ name }) => name)
    .reverse();

const mootAfterMs = ({ parts }: RunContext, { run }: RunSnapshot): number =>
  ('holdSeconds' in run.plan ? run.plan.holdSeconds * 1000 : 0) + parts.pace.graceMs;

const reasonOf = ({ run, steps }: RunSnapshot): string => {
  if (run.cancelRequestedAt !== null) return 'The run was cancelled.';
  const failed = [...steps.values()].find(({ error }) => error !== null);
  return (failed?.error?.message ?? 'The run did not go on.').slice(0, 500);
};
