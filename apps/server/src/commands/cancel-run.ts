import { GodwitError } from '@godwit/domain/errors';
import { foldRun } from '@godwit/domain/history';
import { appendEvents, listEvents, lockRun, recordAudit, requestCancel, type Store } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { asActor, callerName } from './actor.ts';
import { required } from './not-found.ts';

/** Cancels a run that can still be given back. Throws `run-not-cancellable` with the reason when it cannot. */
export const cancelRun = (store: Store, runId: string, { caller, now }: { caller: Caller; now: Date }): Promise<void> =>
  store.inTransaction(async (database) => {
    const run = required(await lockRun(database, runId), 'run');
    const view = foldRun(await listEvents(database, { runId, after: 0n }));
    if (view.notCancellableReason !== null) throw notCancellable(view.notCancellableReason);
    await requestCancel(database, runId, now);
    await appendEvents(database, { runId, events: [{ type: 'cancel.requested', by: callerName(caller) }], now });
    await recordAudit(database, {
      ...asActor(caller),
      action: 'run.cancelled',
      object: run.workloadName,
      detail: { runId },
    });
  });

const notCancellable = (reason: string): GodwitError =>
  new GodwitError({
    code: 'run-not-cancellable',
    message: `The run was not cancelled. ${reason}`,
    remedy: 'Wait for the run to end.',
  });
