import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { StepDefinition, StepName } from '@godwit/domain/run';
import { askForDecision, endAttempt } from '@godwit/history-store';
import { advance, type Begun } from './advance.ts';
import { DecisionNeeded, RunCancelled, TermLost } from './interruptions.ts';
import type { RunContext } from './run-context.ts';
import { toProgress } from './run-snapshot.ts';
import { stepPerformers } from './steps/step-performers.ts';

/** How often a step before the commit begins when links break off. */
const looksBeforeFailure = 3;

/** Performs steps, each to one of its ends, until one does not end well or something else than a step comes next. */
export const performSteps = async (context: RunContext): Promise<void> => {
  for (let begun = await advance(context, null); begun !== null; ) begun = await performStep(context, begun);
};

/** Gives the next step, begun in the transaction that ended this one. */
const performStep = async (context: RunContext, begun: Begun): Promise<Begun | null> => {
  const { step, attempt } = begun;
  try {
    const outcome = await stepPerformers[step.name](context, begun);
    return await advance(context, { step, outcome });
  } catch (error) {
    if (error instanceof TermLost || context.signal.aborted) throw error;
    // The next look sees the cancel, and undoes what was done.
    if (error instanceof RunCancelled) return null;
    if (error instanceof DecisionNeeded) await ask(context, error);
    else if (!isWorthAnotherLook(step, attempt, error)) {
      await fail(context, step.name, error);
      await pauseBeforeRetry(context, step, attempt);
    }
    return null;
  }
};

const fail = async (context: RunContext, name: StepName, thrown: unknown): Promise<void> => {
  if (!(thrown instanceof GodwitError))
    context.parts.log.error({ err: thrown, runId: context.runId, step: name }, 'A step broke.');
  const error = toErrorReport(thrown);
  await context.write(async (database) => {
    await endAttempt(database, { runId: context.runId, key: name, state: 'failed', error, now: context.now });
    await context.append(database, { type: 'step.failed', step: name, error });
  });
};

/** A link that broke off is no failure yet: once more the step looks at what is really there, and goes on from it. */
const isWorthAnotherLook = ({ afterCommit }: StepDefinition, attempt: number, error: unknown): boolean =>
  !afterCommit && attempt < looksBeforeFailure && error instanceof GodwitError && error.code === 'host-lost';

/** After the commit a failed step is performed again; ever more slowly, but at once when its host comes back. */
const pauseBeforeRetry = async (
  context: RunContext,
  { afterCommit }: StepDefinition,
  attempt: number,
): Promise<void> => {
  if (!afterCommit || toProgress(await context.look()).sourceAborted) return;
  const { retryMs, longestRetryMs } = context.parts.pace;
  await context.pause(Math.min(longestRetryMs, retryMs * 2 ** Math.min(attempt - 1, 10)));
};

const ask = async (context: RunContext, { decision }: DecisionNeeded): Promise<void> => {
  await context.write(async (database) => {
    await askForDecision(database, context.runId, decision);
    await context.append(database, { type: 'decision.needed', reason: decision.reason, choices: decision.choices });
  });
};
