import { decide, readDecision } from '../hold/decision.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { endCommitted, finishGivingBack, leaveCompletely } from '../hold/source-endings.ts';
import { recoverPostCopySource } from './recover-post-copy.ts';
import { readRequest } from './run-store.ts';
import { waitForCriu } from './wait-for-criu.ts';

/** Brings a source whose hold process is dead to `gone` or `given-back`; what is decided already is only carried out. */
export const recoverSource = async (context: HoldContext): Promise<void> => {
  const { journal, paths } = context;
  if (['gone', 'given-back', 'swept', 'opened'].includes(journal.state)) return;
  if (await recoverPostCopySource(context)) return;
  const rebooted = journal.stateBootId !== journal.bootId;
  if (!rebooted) await waitForCriu(journal.facts.criu);
  const reason = rebooted
    ? 'The host was rebooted before the commit; the workload ended with it, as in any reboot.'
    : 'The process that held the source died before the commit.';
  const standing =
    readDecision(paths) ?? decide(paths, { decision: 'aborted', epoch: journal.epoch, by: 'agent', reason });
  if (standing.decision === 'committed') {
    await endCommitted(context, null);
    return leaveCompletely(context);
  }
  if (journal.state !== 'aborted') context.enter('aborted', { reason: rebooted ? reason : standing.reason });
  await finishGivingBack(context, rebooted ? [] : (journal.facts.tasks ?? []), {
    detail: () => (isRehearsal(paths) ? { reason: standing.reason, errorCode: 'process-changed' } : {}),
  });
};

/** Its source is given back in any case: what is told last says whether it was as wished. */
const isRehearsal = (paths: RunPaths): boolean =>
  readRequest<{ rehearsal?: true }>(paths, 'prepare-source')?.rehearsal === true;
