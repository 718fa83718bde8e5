import { type ErrorReport, errorReportSchema } from '@godwit/domain/errors';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import { Prisma } from '../generated/client.ts';

export interface RunStepRecord {
  key: string;
  attempt: number;
  state: 'running' | 'finished' | 'failed' | 'undoing' | 'undone';
  result: unknown;
  error: ErrorReport | null;
  startedAt: Date;
}

type StepState = RunStepRecord['state'];
const states: readonly StepState[] = ['running', 'finished', 'failed', 'undoing', 'undone'];

export const listSteps = async (database: Database, runId: string): Promise<RunStepRecord[]> => {
  const rows = await database.runStep.findMany({ where: { runId } });
  return rows.map(({ key, attempt, state, result, error, startedAt }) => ({
    key,
    attempt,
    state: states.find((known) => known === state) ?? 'running',
    result,
    error: error === null ? null : errorReportSchema.parse(error),
    startedAt,
  }));
};

/** Begins an attempt and gives its number. */
export const beginAttempt = async (
  database: Database,
  step: { runId: string; key: string; state: 'running' | 'undoing'; epoch: number; leaseUntil: Date; now: Date },
): Promise<number> => {
  const { runId, key, state, epoch, leaseUntil, now } = step;
  const row = await database.runStep.upsert({
    where: { runId_key: { runId, key } },
    create: { runId, key, state, epoch, leaseUntil, attempt: 1, startedAt: now },
    update: { state, epoch, leaseUntil, attempt: { increment: 1 }, error: Prisma.DbNull, finishedAt: null },
  });
  return row.attempt;
};

/** Ends an attempt. Its result is read back by later steps and after a restart. */
export const endAttempt = async (
  database: Database,
  step: {
    runId: string;
    key: string;
    state: 'finished' | 'failed' | 'undone';
    result?: unknown;
    error?: ErrorReport;
    now: Date;
  },
): Promise<void> => {
  const { runId, key, state, result, error, now } = step;
  await database.runStep.update({
    where: { runId_key: { runId, key } },
    data: {
      state,
      finishedAt: now,
      leaseUntil: null,
      result: result === undefined ? Prisma.DbNull : asJson(result),
      error: error === undefined ? Prisma.DbNull : asJson(error),
    },
  });
};

/** The run's row shows at which step it is. */
export const noteCurrentStep = async (database: Database, runId: string, step: string): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { step } });
};
