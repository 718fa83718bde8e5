import { stagedRoots } from '@godwit/domain/file-plan';
import { findWorkload } from '@godwit/history-store';
import { judgeTree } from '../../commands/judge-tree.ts';
import { movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import type { PerformStep } from '../step.ts';
import { refuseUnlessMovable } from './refuse-unless-movable.ts';

const lookAgainMs = 500;

/**
 * Copies the files ahead, while the workload runs. Then both hosts are looked at again: only what was really cured counts, and
 * the destination says itself what it has.
 */
export const stageFiles: PerformStep = async (context) => {
  const { run } = await context.look();
  const { files, pid, startTimeTicks } = movePlanOf(await context.look());
  if (files === undefined || stagedRoots(files).length === 0) return {};
  await context.awaitConnections('source', 'destination');
  const copied = await copyAll(context);
  const workload = await findWorkload(context.parts.store.database, run.workloadId);
  const { verdict } = await judgeTree(context.parts.agents, {
    sourceHostId: run.sourceHostId,
    destinationHostId: run.destinationHostId,
    purpose: 'move',
    pid,
    startTimeTicks,
    serviceAddress: workload?.serviceAddress ?? null,
    staging: files.wish,
    stagedRun: run.id,
  });
  refuseUnlessMovable(verdict);
  return { result: copied };
};

const copyAll = async (context: RunContext): Promise<{ files: number; bytes: number }> => {
  for (;;) {
    await context.refuseIfCancelled();
    const { state, files, bytes } = await context.call('source', 'stage-files', context.key);
    if (state === 'copied') return { files, bytes };
    await context.wait(lookAgainMs);
  }
};
