import type { CommandRequest, CommandResult } from '@godwit/agent-protocol';
import { isReleasing } from '../hold/decision.ts';
import { discardEverything, killCopy } from '../hold/destination-endings.ts';
import type { AnyState } from '../hold/journal-records.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { endCommitted, leaveCompletely } from '../hold/source-endings.ts';
import type { RunRegistry } from './run-registry.ts';

/** Gives a source back for which there is no hold process: it was never prepared, or the process died. */
export const giveBackWithoutHold = async (
  registry: RunRegistry,
  paths: RunPaths,
  { epoch, reason }: CommandRequest<'give-source-back'>,
): Promise<{ state: AnyState }> => {
  await registry.recover(paths);
  const context = registry.actingContext(paths);
  const { journal } = context;
  try {
    journal.checkEpoch(epoch);
    if (journal.state === 'opened') {
      context.enter('aborted', { reason });
      context.enter('given-back');
    }
    return { state: journal.state };
  } finally {
    journal.close();
  }
};

/** Ends a source that has committed in a post-copy, and whose hold process is dead. Refused before the commit. */
export const endSourceWithoutHold = async (
  registry: RunRegistry,
  paths: RunPaths,
  { epoch }: CommandRequest<'end-source'>,
): Promise<{ state: AnyState }> => {
  await registry.recover(paths);
  const context = registry.actingContext(paths);
  const { journal } = context;
  try {
    journal.checkEpoch(epoch);
    if (journal.facts.postCopy && journal.state === 'committed') {
      await endCommitted(context, null);
      await leaveCompletely(context);
    }
    return { state: journal.state };
  } finally {
    journal.close();
  }
};

/** Discards a copy for which there is no hold process. */
export const discardWithoutHold = async (
  registry: RunRegistry,
  paths: RunPaths,
  { epoch, reason }: CommandRequest<'discard-copy'>,
): Promise<CommandResult<'discard-copy'>> => {
  await registry.recover(paths);
  const context = registry.actingContext(paths);
  const { journal } = context;
  try {
    journal.checkEpoch(epoch);
    if (isReleasing(paths)) return { state: journal.state === 'released' ? 'released' : 'releasing' };
    if (journal.state === 'discarded' || journal.state === 'swept') return { state: 'discarded' };
    await killCopy(context, null, null);
    await discardEverything(context, reason);
    return { state: 'discarded' };
  } finally {
    journal.close();
  }
};
