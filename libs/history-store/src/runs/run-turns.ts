import type { ErrorReport } from '@godwit/domain/errors';
import type { Decision, DecisionChoice, RunOutcome, RunQueue, RunTimes } from '@godwit/domain/run';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import { type CommitPermission, Prisma } from '../generated/client.ts';

export type PermissionRecord = CommitPermission;

/** Writes the permission to commit. A run has at most one, and it never changes: a second call changes nothing. */
export const writePermission = async (
  database: Database,
  permission: { runId: string; epoch: number; sourceBootId: string; now: Date },
): Promise<void> => {
  const { runId, epoch, sourceBootId, now } = permission;
  await database.commitPermission.createMany({
    data: [{ runId, epoch, sourceBootId, writtenAt: now }],
    skipDuplicates: true,
  });
};

export const findPermission = (database: Database, runId: string): Promise<PermissionRecord | null> =>
  database.commitPermission.findUnique({ where: { runId } });

export const requestCancel = async (database: Database, runId: string, now: Date): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { cancelRequestedAt: now } });
};

/** The run waits for a person from now on. */
export const askForDecision = async (database: Database, runId: string, decision: Decision): Promise<void> => {
  await database.run.update({
    where: { id: runId },
    data: { decision: asJson(decision), decisionMade: Prisma.DbNull },
  });
};

/** The person's answer; the question is taken away. */
export const answerDecision = async (database: Database, runId: string, choice: DecisionChoice): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { decision: Prisma.DbNull, decisionMade: choice } });
};

/** The answer has had its effect. */
export const forgetDecision = async (database: Database, runId: string): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { decision: Prisma.DbNull, decisionMade: Prisma.DbNull } });
};

/** Where a run stands that waits for others on its hosts. */
export const storeQueue = async (database: Database, runId: string, queue: RunQueue): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { queue: asJson(queue) } });
};

/** The run waits no longer. */
export const admitRun = async (database: Database, runId: string, now: Date): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { queue: Prisma.DbNull, admittedAt: now } });
};

/** How a dump or a restore of a checkpoint ended, as the agent told it; parsed by whoever knows its format. */
export const storeCheckpointReport = async (database: Database, runId: string, report: unknown): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { checkpointReport: asJson(report) } });
};

export const storeTimes = async (database: Database, runId: string, times: RunTimes): Promise<void> => {
  await database.run.update({ where: { id: runId }, data: { times: asJson(times) } });
};

export const finishRun = async (
  database: Database,
  run: { runId: string; outcome: RunOutcome; error: ErrorReport | null; now: Date },
): Promise<void> => {
  await database.run.update({
    where: { id: run.runId },
    data: {
      state: 'finished',
      outcome: run.outcome,
      finishedAt: run.now,
      decision: Prisma.DbNull,
      queue: Prisma.DbNull,
      error: run.error === null ? Prisma.DbNull : asJson(run.error),
    },
  });
};
