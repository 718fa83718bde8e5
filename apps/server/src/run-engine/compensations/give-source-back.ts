import { GodwitError } from '@godwit/domain/errors';
import type { RunContext } from '../run-context.ts';

/**
 * Asks the source to thaw and go on, and looks afterwards whether it did. The same when asked twice, and when its own
 * deadline was faster.
 */
export const giveSourceBack = async (context: RunContext, reason: string): Promise<void> => {
  const before = await context.askSide('source');
  if (before === null || before.state === 'given-back' || before.state === 'swept') return;
  const { state } = await context.call('source', 'give-source-back', { ...context.key, reason });
  if (state === 'committed' || state === 'gone') throw committedAlready(state);
  const after = await context.askSide('source');
  if (after?.state !== 'given-back' && after?.state !== 'swept') throw notYet(after?.state ?? 'nothing');
};

const committedAlready = (state: string): GodwitError =>
  new GodwitError({
    code: 'internal',
    message: `The source says "${state}" although no permission to commit was ever acted upon.`,
    remedy: 'This is a fault in Godwit. The copy stays held. Keep the log of both agents and report it.',
  });

const notYet = (state: string): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: `The source was asked to go on and still says "${state}".`,
    remedy: 'Nothing is to be done: it is asked again, and its own deadline gives it back.',
  });
