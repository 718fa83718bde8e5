import { isAlive } from '@godwit/criu-driver';
import { bootMs } from '../hold/boot-clock.ts';
import { isReleasing } from '../hold/decision.ts';
import { killCopy } from '../hold/destination-endings.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import { sayLost } from '../hold/source-dump.ts';
import { undoStanding } from '../hold/undo.ts';
import { announce } from '../network/announce.ts';
import { recoverPostCopyDestination } from './recover-post-copy.ts';
import { waitForCriu } from './wait-for-criu.ts';

/**
 * A destination whose hold process is dead. A copy that was not released is ended, and can be built again from its images;
 * one that was released is looked at: either it runs, or a person must decide.
 */
export const recoverDestination = async (context: HoldContext): Promise<void> => {
  const { journal, paths } = context;
  if (await recoverPostCopyDestination(context, isReleasing(paths))) return;
  if (isReleasing(paths) && journal.state !== 'released' && journal.state !== 'swept') return finishRelease(context);
  if (!['receiving', 'restoring', 'held'].includes(journal.state)) return;
  const rebooted = journal.stateBootId !== journal.bootId;
  if (!rebooted) await endUnreleased(context);
  const reason = rebooted ? 'The host was rebooted.' : 'The process that held the copy died.';
  context.enter('failed', { reason, errorCode: 'process-changed', mayHaveRun: false });
};

const endUnreleased = async (context: HoldContext): Promise<void> => {
  // The hook script saw the death of its hold process and made CRIU end the copy; what that left is ended here.
  if (context.journal.state !== 'receiving') await waitForCriu(context.journal.facts.criu);
  await killCopy(context, null, null);
};

const finishRelease = async (context: HoldContext): Promise<void> => {
  const { journal } = context;
  if (journal.state === 'held') context.enter('releasing');
  if (journal.state !== 'releasing') return;
  const rebooted = journal.stateBootId !== journal.bootId;
  if (!rebooted) await waitForCriu(journal.facts.criu);
  const { tasks = [], serviceAddress, serviceDevice } = journal.facts;
  await undoStanding(journal, ['table']);
  if (rebooted || !tasks.every(isAlive)) {
    const reason = rebooted ? 'The host was rebooted after the release.' : (sayLost(tasks) ?? 'The copy is not there.');
    return context.enter('failed', { reason, errorCode: 'process-changed', mayHaveRun: true });
  }
  if (serviceAddress && serviceDevice) await announce(serviceAddress, serviceDevice, context.log);
  context.enter('released', { released: { switchOverUs: null, runningAtBootMs: bootMs() } });
};
