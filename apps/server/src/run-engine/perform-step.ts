import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { type RunKind, type StepDefinition, type StepName, stepTable } from '@godwit/domain/run';
import { askForDecision, beginAttempt, endAttempt, noteCurrentStep } from '@godwit/history-store';
import { DecisionNeeded, RunCancelled, TermLost } from './interruptions.ts';
import type { RunContext } from './run-context.ts';
import { type RunSnapshot, toProgress } from './run-snapshot.ts';
import type { StepOutcome } from './step.ts';
import { stepPerformers } from './steps/step-performers.ts';

/** How often a step before the commit begins when links break off. */
const looksBeforeFailure = 3;

/** Performs one step to one of its ends, and writes that down together with its event. */
export const performStep = async (context: RunContext, { run }: RunSnapshot, name: StepName): Promise<void> => {
  const step = requireStep(run.kind, name);
  const attempt = await begin(context, step);
  try {
    const outcome = await stepPerformers[name](context);
    await finish(context, name, outcome);
  } catch (error) {
    if (error instanceof TermLost || context.signal.aborted) throw error;
    // The next look sees the cancel, and undoes what was done.
    if (error instanceof RunCancelled) return;
    if (error instanceof DecisionNeeded) return ask(context, error);
    if (isWorthAnotherLook(step, attempt, error)) return;
    await fail(context, name, error);
    await pauseBeforeRetry(context, step, attempt);
  }
};

const requireStep = (kind: RunKind, name: StepName): StepDefinition => {
  const step = stepTable[kind].find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`A ${kind} has no step "${name}".`);
  return step;
};

const begin = async (context: RunContext, { name, deadlineMs }: StepDefinition): Promise<number> => {
  const { runId, epoch, now } = context;
  const leaseUntil = new Date(now.getTime() + deadlineMs);
  return context.write(async (database) => {
    const attempt = await beginAttempt(database, { runId, key: name, state: 'running', epoch, leaseUntil, now });
    await noteCurrentStep(database, runId, name);
    await context.append(database, { type: 'step.started', step: name, attempt });
    return attempt;
  });
};

const finish = (context: RunContext, name: StepName, { result, also }: StepOutcome): Promise<void> =>
  context.write(async (database) => {
    await also?.(database);
    await endAttempt(database, {
      runId: context.runId,
      key: name,
      state: 'finished',
      result: result ?? null,
      now: context.now,
    });
    await context.append(database, { type: 'step.finished', step: name });
  });

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
