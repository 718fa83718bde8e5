import { nextAction, type RunEventData, type RunKind, type StepDefinition, stepTable } from '@godwit/domain/run';
import { beginAttempt, type Database, endAttempt, noteCurrentStep } from '@godwit/history-store';
import type { RunContext } from './run-context.ts';
import { type RunSnapshot, readSnapshotWithin, toProgress } from './run-snapshot.ts';
import type { BegunStep, StepOutcome } from './step.ts';
import { noteBeginning, writtenSteps } from './steps/written-steps.ts';

/** A step whose beginning is written down: it is performed now. */
export interface Begun extends BegunStep {
  step: StepDefinition;
}

interface Done {
  step: StepDefinition;
  outcome: StepOutcome;
}

/**
 * Writes down the end of a step, all steps after it that only write, and the beginning of the next, in one transaction: while
 * a workload stands still every other one would be waited for. Null when something else than a step comes next.
 */
export const advance = (context: RunContext, done: Done | null): Promise<Begun | null> =>
  context.write(async (database) => {
    const events: RunEventData[] = done === null ? [] : await finish(context, database, done);
    const snapshot = await readSnapshotWithin(database, context.runId);
    const begun = snapshot === null ? null : await beginNext({ context, database, snapshot, events });
    await context.append(database, ...events);
    return begun;
  });

const finish = async (
  context: RunContext,
  database: Database,
  { step, outcome: { result, also } }: Done,
): Promise<RunEventData[]> => {
  const { runId, now } = context;
  // What it appends itself comes before its end.
  await also?.(database);
  await endAttempt(database, { runId, key: step.name, state: 'finished', result: result ?? null, now });
  return [{ type: 'step.finished', step: step.name }];
};

interface Turn {
  context: RunContext;
  database: Database;
  snapshot: RunSnapshot;
  events: RunEventData[];
}

const beginNext = async (turn: Turn): Promise<Begun | null> => {
  for (;;) {
    const { run } = turn.snapshot;
    if (run.state === 'finished' || run.decision !== null) return null;
    const action = nextAction(toProgress(turn.snapshot));
    if (action.do !== 'perform') return null;
    const step = requireStep(run.kind, action.step);
    const attempt = await begin(turn, step);
    if (!(await writeStep(turn, step))) return { step, attempt, snapshot: turn.snapshot };
  }
};

const begin = async ({ context, database, snapshot, events }: Turn, step: StepDefinition): Promise<number> => {
  const { runId, epoch, now } = context;
  const leaseUntil = new Date(now.getTime() + step.deadlineMs);
  const attempt = await beginAttempt(database, { runId, key: step.name, state: 'running', epoch, leaseUntil, now });
  await noteCurrentStep(database, runId, step.name);
  events.push({ type: 'step.started', step: step.name, attempt });
  await noteBeginning[step.name]?.(context, database, snapshot);
  return attempt;
};

/** False: it is not a step that can be written here. */
const writeStep = async (turn: Turn, { name }: StepDefinition): Promise<boolean> => {
  const { context, database, snapshot, events } = turn;
  const written = await writtenSteps[name]?.(context, database, snapshot);
  if (!written) return false;
  const { runId, now } = context;
  await endAttempt(database, { runId, key: name, state: 'finished', result: written.result ?? null, now });
  events.push(...(written.events ?? []), { type: 'step.finished', step: name });
  const next = await readSnapshotWithin(database, runId);
  if (next !== null) turn.snapshot = next;
  return true;
};

const requireStep = (kind: RunKind, name: StepDefinition['name']): StepDefinition => {
  const step = stepTable[kind].find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`A ${kind} has no step "${name}".`);
  return step;
};
