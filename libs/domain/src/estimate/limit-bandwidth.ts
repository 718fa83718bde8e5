import { limitPreCopy } from './limit-pre-copy.ts';
import type { MoveMode } from './mode-choice.ts';
import type { MoveEstimate } from './move-estimate.ts';
import type { TimeRange } from './move-size.ts';
import { usualMsPerByte } from './simulate-rounds.ts';

/** What the headers of packets and of the encryption take of a limit, at most: 66 bytes of 1,514, and 22 of 16,384. */
export const payloadShare = 0.95;

/**
 * The same move over a line with a limit: everything waits longer for the bytes, the frozen tree too. Only the copy of a post-copy does not,
 * because its memory follows when it runs.
 */
export const limitBandwidth = (
  estimate: MoveEstimate,
  bytesPerSecond: number | undefined,
  mode: MoveMode = 'stop-and-copy',
): MoveEstimate => {
  if (bytesPerSecond === undefined) return estimate;
  if (estimate.preCopy) return limitPreCopy(estimate, estimate.preCopy, 1000 / (bytesPerSecond * payloadShare));
  const carryMs = (estimate.bytes / (bytesPerSecond * payloadShare)) * 1000;
  const longerMs = Math.max(0, Math.round(carryMs - estimate.bytes * usualMsPerByte));
  const delay = ({ low, likely, high }: TimeRange): TimeRange => ({
    low: low + longerMs,
    likely: likely + longerMs,
    high: high + longerMs,
  });
  const { frozen, switchOver, total } = estimate;
  return {
    ...estimate,
    frozen: delay(frozen),
    switchOver: mode === 'post-copy' ? switchOver : delay(switchOver),
    total: delay(total),
  };
};
