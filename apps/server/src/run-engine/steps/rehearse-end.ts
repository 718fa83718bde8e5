import { storeTimes } from '@godwit/history-store';
import { discardCopy } from '../compensations/discard-copy.ts';
import { sideReport } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { sweepSide } from '../sweep-side.ts';
import { totalUsOf } from '../total-us.ts';

/** Ends the copy with everything that was made for it. A side that cannot be swept now is swept when it comes back. */
export const rehearseEnd: PerformStep = async (context) => {
  await context.awaitConnections('source', 'destination');
  await discardCopy(context, 'The rehearsal is over.');
  await Promise.all([sweepSide(context, 'source'), sweepSide(context, 'destination')]);
  const snapshot = await context.look();
  const frozenUs = sideReport(snapshot, 'source')?.dumped?.frozenUs ?? null;
  const totalUs = totalUsOf(snapshot.run, context.now);
  const times = { frozenUs, switchOverUs: null, totalUs, overheadUs: null };
  return {
    also: async (database) => {
      await storeTimes(database, context.runId, times);
      await context.append(database, { type: 'times.measured', times });
    },
  };
};
