import { settleSide, storeCheckpoint, storeTimes } from '@godwit/history-store';
import { runCheckpoint } from '../checkpoint-report.ts';
import type { PerformStep } from '../step.ts';
import { totalUsOf } from '../total-us.ts';

/** Dumps into a checkpoint that stays on the host. */
export const dumpCheckpoint: PerformStep = async (context) => {
  const { run } = await context.look();
  const { plan } = run;
  if (plan.kind !== 'dump') throw new Error(`Run ${run.id} is a ${plan.kind}, not a dump.`);
  const report = await runCheckpoint(context, 'source', () =>
    context.call('source', 'dump-checkpoint', {
      ...context.key,
      pid: plan.pid,
      startTimeTicks: plan.startTimeTicks,
      workloadKey: plan.workloadKey,
      leaveRunning: plan.leaveRunning,
      ...(plan.encrypt && { encrypt: true }),
      ...(plan.container && { container: plan.container }),
      criuArguments: plan.options.dump,
    }),
  );
  const totalUs = totalUsOf(run, context.now);
  const times = { frozenUs: report.frozenUs, switchOverUs: null, totalUs, overheadUs: null };
  return {
    also: async (database) => {
      await storeCheckpoint(database, {
        id: run.id,
        runId: run.id,
        workload: { id: run.workloadId, key: run.workloadKey, name: run.workloadName },
        hostId: run.sourceHostId,
        imageBytes: report.imageBytes,
        frozenUs: report.frozenUs,
        leftRunning: plan.leaveRunning,
        encrypted: report.encrypted ?? false,
        options: plan.options,
        now: context.now,
      });
      await storeTimes(database, run.id, times);
      await settleSide(database, run.id, 'source');
      await context.append(database, { type: 'times.measured', times });
    },
  };
};
