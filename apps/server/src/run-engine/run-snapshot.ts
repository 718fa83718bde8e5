import { type RunState, runStateSchema } from '@godwit/agent-protocol';
import {
  type Compensation,
  compensations,
  type RunProgress,
  type Side,
  type StepName,
  type StepState,
  stepNames,
} from '@godwit/domain/run';
import {
  type Database,
  findPermission,
  findRun,
  listSides,
  listSteps,
  type PermissionRecord,
  type RunRecord,
  type RunSideRecord,
  type RunStepRecord,
} from '@godwit/history-store';
import { z } from 'zod';

/** The result of a step in which a post-copy was given up. */
export const lostSchema = z.object({ lost: z.literal(true), why: z.string() });

/** A run as the database has it at one moment. */
export interface RunSnapshot {
  run: RunRecord;
  steps: Map<string, RunStepRecord>;
  sides: Partial<Record<Side, RunSideRecord>>;
  permission: PermissionRecord | null;
}

export const readSnapshot = async (database: Database, runId: string): Promise<RunSnapshot | null> => {
  const [run, steps, sides, permission] = await Promise.all([
    findRun(database, runId),
    listSteps(database, runId),
    listSides(database, runId),
    findPermission(database, runId),
  ]);
  return toSnapshot(run, steps, sides, permission);
};

/** The same in a transaction, which has one connection and can ask only one thing at a time. */
export const readSnapshotWithin = async (database: Database, runId: string): Promise<RunSnapshot | null> => {
  const run = await findRun(database, runId);
  const steps = await listSteps(database, runId);
  const sides = await listSides(database, runId);
  return toSnapshot(run, steps, sides, await findPermission(database, runId));
};

const toSnapshot = (
  run: RunRecord | null,
  steps: RunStepRecord[],
  sides: RunSideRecord[],
  permission: PermissionRecord | null,
): RunSnapshot | null => {
  if (run === null) return null;
  return {
    run,
    steps: new Map(steps.map((step) => [step.key, step])),
    sides: Object.fromEntries(sides.map((side) => [side.side, side])),
    permission,
  };
};

/** What a side's journal said last; null before it said anything. */
export const sideReport = ({ sides }: RunSnapshot, side: Side): RunState | null => {
  const parsed = runStateSchema.safeParse(sides[side]?.report);
  return parsed.success ? parsed.data : null;
};

/** The key under which a compensation keeps its row. */
export const undoKey = (compensation: Compensation): string => `undo:${compensation}`;

const abortedStates = new Set(['aborted', 'given-back']);

/** A post-copy lost memory for good, and both sides of it are ended. */
const isMemoryLost = ({ steps }: RunSnapshot): boolean =>
  (['release', 'fetch-pages'] as const).some((name) => lostSchema.safeParse(steps.get(name)?.result).success);

/** What decides the next action. */
export const toProgress = (snapshot: RunSnapshot): RunProgress => ({
  kind: snapshot.run.kind,
  mode: snapshot.run.plan.kind === 'move' ? snapshot.run.plan.mode : undefined,
  steps: Object.fromEntries(
    stepNames.flatMap((name): [StepName, StepState][] => {
      const state = snapshot.steps.get(name)?.state;
      return state === 'running' || state === 'finished' || state === 'failed' ? [[name, state]] : [];
    }),
  ),
  undone: compensations.filter((compensation) => snapshot.steps.get(undoKey(compensation))?.state === 'undone'),
  cancelRequested: snapshot.run.cancelRequestedAt !== null,
  undoBegun: compensations.some((compensation) => snapshot.steps.has(undoKey(compensation))),
  givenUp: snapshot.run.decisionMade === 'give-up' || isMemoryLost(snapshot),
  // In a rehearsal the source is given back in any case, and that ends nothing.
  sourceAborted: snapshot.run.kind !== 'rehearsal' && abortedStates.has(sideReport(snapshot, 'source')?.state ?? ''),
});
