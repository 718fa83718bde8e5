import { GodwitError } from '@godwit/domain/errors';
import { findPermission, lockRun, writePermission } from '@godwit/history-store';
import { RunCancelled } from '../interruptions.ts';
import { sideReport } from '../run-snapshot.ts';
import type { PerformStep, WriteStep } from '../step.ts';

/**
 * The usual way: both sides hold, so the permission is written together with the end of the step before. The transaction
 * has locked the run's row, on which a cancel waits, and looked for a cancel already.
 */
export const writePermit: WriteStep = async ({ runId, epoch, now }, database, snapshot) => {
  const source = sideReport(snapshot, 'source');
  const bothHold = source?.state === 'held' && sideReport(snapshot, 'destination')?.state === 'held';
  if (!bothHold || snapshot.permission !== null || snapshot.run.cancelRequestedAt !== null) return null;
  await writePermission(database, { runId, epoch, sourceBootId: source.bootId, now });
  return { events: [{ type: 'permission.written', epoch }] };
};

/**
 * Writes the permission to commit, before anybody is told of it. A cancel and this write lock the same row: whichever
 * comes first wins, and from here on nobody may cancel.
 */
export const permit: PerformStep = async (context) => {
  const snapshot = await context.look();
  if (snapshot.permission !== null) return {};
  const source = sideReport(snapshot, 'source');
  if (source?.state !== 'held' || sideReport(snapshot, 'destination')?.state !== 'held') throw noVotes();
  await context.write(async (database) => {
    const run = await lockRun(database, context.runId);
    if (run?.cancelRequestedAt) throw new RunCancelled();
    if ((await findPermission(database, context.runId)) !== null) return;
    const { runId, epoch, now } = { ...context.key, now: context.now };
    await writePermission(database, { runId, epoch, sourceBootId: source.bootId, now });
    await context.append(database, { type: 'permission.written', epoch });
  });
  return {};
};

const noVotes = (): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: 'One side no longer holds, so no permission to commit was given.',
    remedy: 'Try again.',
  });
