import { GodwitError } from '@godwit/domain/errors';
import {
  currentEpoch,
  findCheckpoint,
  markCheckpointRemoved,
  type NewAuditEvent,
  recordAudit,
} from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import { runInProgress } from '../policies/may-start-run.ts';
import { findRivalRun } from './find-rival-run.ts';
import { required } from './not-found.ts';

type Parts = Pick<ServerParts, 'store' | 'agents' | 'now'>;

interface Removal {
  /** Who wants it gone, as the audit names him. */
  actor: Pick<NewAuditEvent, 'actorId' | 'actor' | 'via'>;
  /** The rule it fell under; left out: somebody asked for it. */
  why?: string;
}

/** Removes a checkpoint's images from its host, then marks it. Throws `run-in-progress` while a run may read them. */
export const removeCheckpoint = async (parts: Parts, id: string, { actor, why }: Removal): Promise<void> => {
  const { store, agents, now } = parts;
  const checkpoint = required(await findCheckpoint(store.database, id), 'checkpoint');
  if (checkpoint.removedAt !== null) return;
  const { hostId, workloadKey, workloadName, runId } = checkpoint;
  const rival = await findRivalRun(store.database, { hostId, workloadKey, taskPids: [] });
  if (rival !== null) throw new GodwitError(runInProgress(workloadName));
  await agents.call(hostId, 'sweep-run', { runId, epoch: await currentEpoch(store.database) });
  await store.inTransaction(async (database) => {
    await markCheckpointRemoved(database, id, now());
    await recordAudit(database, {
      ...actor,
      action: 'checkpoint.removed',
      object: workloadName,
      detail: { id, ...(why !== undefined && { why }) },
    });
  });
};
