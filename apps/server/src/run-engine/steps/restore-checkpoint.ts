import { GodwitError } from '@godwit/domain/errors';
import type { RestorePlan } from '@godwit/domain/plan';
import { findCheckpoint, settleSide, storeTimes } from '@godwit/history-store';
import { refreshWorkloads } from '../../agent-gateway/refresh-workloads.ts';
import { copyNotGone } from '../../policies/may-restore.ts';
import { readCopyState } from '../../queries/read-copy-state.ts';
import { runCheckpoint } from '../checkpoint-report.ts';
import type { RunContext } from '../run-context.ts';
import type { PerformStep } from '../step.ts';
import { totalUsOf } from '../total-us.ts';

/** Images that are kept encrypted are opened before the agent answers. */
const openingMs = 600_000;

/** Restores a checkpoint on the host it lies on. */
export const restoreCheckpoint: PerformStep = async (context) => {
  const { run } = await context.look();
  const { plan } = run;
  if (plan.kind !== 'restore') throw new Error(`Run ${run.id} is a ${plan.kind}, not a restore.`);
  await requireCopyStill(context, plan);
  const { copyBasis } = plan;
  await runCheckpoint(context, 'destination', () =>
    context.call(
      'destination',
      'restore-checkpoint',
      {
        ...context.key,
        checkpointId: plan.checkpointId,
        criuArguments: plan.options.restore,
        ...(copyBasis && { copy: { basis: copyBasis } }),
      },
      openingMs,
    ),
  );
  const totalUs = totalUsOf(run, context.now);
  await refreshWorkloads(context.parts, (await context.hostOf('destination')).id);
  const times = { frozenUs: null, switchOverUs: null, totalUs, overheadUs: null };
  return {
    also: async (database) => {
      await storeTimes(database, run.id, times);
      await settleSide(database, run.id, 'destination');
      await context.append(database, { type: 'times.measured', times });
    },
  };
};

/** It may have waited in the queue, and the copy of the move may have come back. What a person decided outweighs silence, and no more. */
const requireCopyStill = async ({ parts }: RunContext, { checkpointId, copyBasis }: RestorePlan): Promise<void> => {
  const checkpoint = await findCheckpoint(parts.store.database, checkpointId);
  const copy = checkpoint && (await readCopyState(parts, checkpoint));
  if (copy === null || copy.state === 'gone') return;
  if (copy.state === 'runs' || copyBasis === 'gone' || copyBasis === undefined)
    throw new GodwitError(copyNotGone(copy));
};
