import { stopReasonTexts, type ToldRounds } from '@godwit/domain/pre-copy';
import { countOf, formatBytes, formatMs } from '@godwit/ui';

/** Why no further round followed, as a sentence; null while rounds go on. */
export const endWords = ({ rounds, stoppedBecause }: ToldRounds): string | null =>
  stoppedBecause === null
    ? null
    : `After ${countOf(rounds.length, 'round')} it stopped: ${stopReasonTexts[stoppedBecause]}.`;

/** What is new in the rounds, as a line of the log; null for nothing. */
export const roundsWords = (told: ToldRounds): string | null => {
  const { rounds, lastBytes } = told;
  const last = rounds.at(-1);
  if (lastBytes !== null) return `${formatBytes(lastBytes)} were left for the freeze.`;
  if (told.stoppedBecause !== null) return endWords(told);
  return last ? `Round ${rounds.length}: ${formatBytes(last.bytes)} copied ahead in ${formatMs(last.tookMs)}.` : null;
};
