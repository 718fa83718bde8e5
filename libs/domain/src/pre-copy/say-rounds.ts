import type { StopReason } from './pre-copy-round.ts';
import type { StopRule } from './stop-rule.ts';

/** Why the rounds ended, as the end of a sentence that begins with their number. */
export const stopReasonTexts: Record<StopReason, string> = {
  enough: 'the last one left little to copy',
  'not-shrinking': 'the workload writes about as fast as its memory is copied, so another one would leave no less',
  'most-rounds': 'the plan allows no more',
  'no-room': 'there was no room for the images of another one',
};

const mebibytes = (bytes: number): string => `${Math.round((bytes * 10) / (1 << 20)) / 10} MiB`;

/** When rounds end, as a sentence. */
export const sayStopRule = ({ mostRounds, enoughBytes, leastShrink }: StopRule): string =>
  `Rounds end when one writes at most ${mebibytes(enoughBytes)}, or more than ${Math.round(leastShrink * 100)} % of the one before, or is number ${mostRounds}.`;
