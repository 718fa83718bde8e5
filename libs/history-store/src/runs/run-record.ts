import { type ErrorReport, errorReportSchema } from '@godwit/domain/errors';
import { type RunPlan, runPlanSchema } from '@godwit/domain/plan';
import {
  type Decision,
  decisionChoices,
  decisionSchema,
  type RunKind,
  type RunOutcome,
  type RunQueue,
  type RunTimes,
  runKinds,
  runOutcomes,
  runQueueSchema,
  runTimesSchema,
  type StepName,
  stepNames,
} from '@godwit/domain/run';
import type { Run } from '../generated/client.ts';

export interface RunRecord {
  id: string;
  ordinal: bigint;
  kind: RunKind;
  state: 'running' | 'finished';
  outcome: RunOutcome | null;
  workloadId: string;
  workloadKey: string;
  workloadName: string;
  sourceHostId: string;
  destinationHostId: string | null;
  preflightId: string | null;
  checkpointId: string | null;
  plan: RunPlan;
  step: StepName | null;
  times: RunTimes | null;
  error: ErrorReport | null;
  checkpointReport: unknown;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  cancelRequestedAt: Date | null;
  decision: Decision | null;
  decisionMade: Decision['choices'][number] | null;
  /** Set while it waits for others on its hosts. */
  queue: RunQueue | null;
  /** When it left the queue; null for a run that never waited. */
  admittedAt: Date | null;
  /** The run whose plan this one repeats. */
  againOf: string | null;
}

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | null =>
  values.find((known) => known === value) ?? null;

/** A row in the words of the domain. Throws when it holds what this code does not know. */
export const toRunRecord = (row: Run): RunRecord => {
  const plan = runPlanSchema.parse(row.plan);
  return {
    ...row,
    kind: oneOf(runKinds, row.kind) ?? plan.kind,
    state: row.state === 'finished' ? 'finished' : 'running',
    outcome: oneOf(runOutcomes, row.outcome),
    plan,
    step: oneOf(stepNames, row.step),
    times: row.times === null ? null : runTimesSchema.parse(row.times),
    error: row.error === null ? null : errorReportSchema.parse(row.error),
    decision: row.decision === null ? null : decisionSchema.parse(row.decision),
    queue: row.queue === null ? null : runQueueSchema.parse(row.queue),
    decisionMade: oneOf(decisionChoices, typeof row.decisionMade === 'string' ? row.decisionMade : null),
  };
};
