import { findCheckpoint, pinCheckpoint as pin, type Store } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { callerName } from './actor.ts';
import { auditCheckpoint } from './audit-checkpoint.ts';
import { checkpointRemoved, required } from './not-found.ts';

interface Pin {
  checkpointId: string;
  pinned: boolean;
  caller: Caller;
  now: Date;
}

/** Keeps a checkpoint whatever the retention says, or lets it go when its time has come. */
export const pinCheckpoint = (store: Store, { checkpointId: id, pinned, caller, now }: Pin): Promise<void> =>
  store.inTransaction(async (database) => {
    const checkpoint = required(await findCheckpoint(database, id), 'checkpoint');
    if (checkpoint.removedAt !== null) throw checkpointRemoved();
    await pin(database, { id, pinnedBy: pinned ? callerName(caller) : null, now });
    const action = pinned ? 'checkpoint.pinned' : 'checkpoint.unpinned';
    await auditCheckpoint({ database }, { action, checkpoint, caller });
  });
