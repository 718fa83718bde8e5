import { GodwitError } from '@godwit/domain/errors';
import type { RunContext } from '../run-context.ts';

/** Has the destination kill and remove a copy that was never released. The same when asked twice. */
export const discardCopy = async (context: RunContext, reason: string): Promise<void> => {
  const before = await context.askSide('destination');
  if (before === null || before.state === 'discarded' || before.state === 'swept') return;
  const { state } = await context.call('destination', 'discard-copy', { ...context.key, reason });
  if (state === 'discarded') return;
  throw new GodwitError({
    code: 'internal',
    message: `The destination says "${state}" although the copy was never to be released.`,
    remedy: 'This is a fault in Godwit. Look on both hosts which copy runs, and report it with both agents’ logs.',
  });
};
