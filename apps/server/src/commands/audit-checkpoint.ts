import { type CheckpointRecord, recordAudit, type Store } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { asActor } from './actor.ts';

interface Access {
  action: 'checkpoint.viewed' | 'checkpoint.pinned' | 'checkpoint.unpinned';
  checkpoint: CheckpointRecord;
  caller: Caller;
}

/** Writes down who had to do with images: they hold all that a workload had in its memory. */
export const auditCheckpoint = ({ database }: Pick<Store, 'database'>, access: Access): Promise<void> =>
  recordAudit(database, {
    ...asActor(access.caller),
    action: access.action,
    object: access.checkpoint.workloadName,
    detail: { id: access.checkpoint.id },
  });
