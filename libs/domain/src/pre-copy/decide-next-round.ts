import type { PreCopyRound, StopReason } from './pre-copy-round.ts';
import type { StopRule } from './stop-rule.ts';

/** How many times the last round must still fit: once as the next round, and once more as the dump behind it. */
const timesLastRound = 2;

/**
 * Whether another round is worth its while after those that are done.
 *
 * @param rounds those that are done, in order
 * @param roomBytes what is free for images on the host that has less of it
 * @returns null when another round shall follow; else why not. The first round always follows.
 */
export const decideNextRound = (
  rounds: readonly PreCopyRound[],
  rule: StopRule,
  roomBytes = Number.POSITIVE_INFINITY,
): StopReason | null => {
  const last = rounds.at(-1);
  const before = rounds.at(-2);
  if (!last) return null;
  if (last.bytes <= rule.enoughBytes) return 'enough';
  if (before && last.bytes > before.bytes * rule.leastShrink) return 'not-shrinking';
  if (rounds.length >= rule.mostRounds) return 'most-rounds';
  return roomBytes < last.bytes * timesLastRound ? 'no-room' : null;
};
