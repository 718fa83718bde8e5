import { storeTimes } from '@godwit/history-store';
import { rehearsalPlanOf } from '../rehearsal-plan.ts';
import { sideReport } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { sideFailed, waitForSides } from '../wait-for-side.ts';

const graceMs = 5000;

/** Freezes and dumps. Ends when the source runs on by itself; its images are still on their way then. */
export const rehearseDump: PerformStep = async (context, { attempt, snapshot }) => {
  const plan = rehearsalPlanOf(snapshot);
  await context.awaitConnections('source');
  const isPrepared = attempt === 1 || (await context.askSide('source'))?.state === 'prepared';
  if (isPrepared) {
    await context.refuseIfCancelled();
    const { holdSeconds } = plan;
    await context.call('source', 'start-dump', { ...context.key, criuArguments: plan.options.dump, holdSeconds });
  }
  await waitForSides(context, {
    sides: [{ side: 'source', until: ['given-back'], failing: ['swept'] }],
    what: 'Freezing and dumping the tree, and letting it run on,',
    deadlineMs: plan.holdSeconds * 1000 + graceMs,
    cancellable: true,
  });
  const source = sideReport(await context.look(), 'source');
  if (!source) throw new Error('The source was seen to run on and has no report.');
  if (!source.dumped) throw sideFailed('source', source);
  const times = { frozenUs: source.dumped.frozenUs, switchOverUs: null, totalUs: null, overheadUs: null };
  return {
    also: async (database) => {
      await storeTimes(database, context.runId, times);
      await context.append(database, { type: 'times.measured', times });
    },
  };
};
