import type { PreCopyEstimate } from './move-estimate.ts';
import type { TimeRange } from './move-size.ts';

const mebibytes = (bytes: number): string => {
  const value = bytes / (1 << 20);
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
};

const range = ({ low, high }: TimeRange): string => `${mebibytes(low)} to ${mebibytes(high)} MiB a second`;

/** On what the rounds of an estimate rest. */
export const sayWrites = ({ writesPerSecond, writesLearnedFrom }: PreCopyEstimate): string => {
  if (writesLearnedFrom === 0)
    return `How fast it writes to its memory is not known before its first pre-copy: ${range(writesPerSecond)} are assumed (0.5 % to 50 % of its memory).`;
  const earlier = writesLearnedFrom === 1 ? 'its last pre-copy' : `its last ${writesLearnedFrom} pre-copies`;
  return `It writes to ${range(writesPerSecond)} of its memory, as the rounds of ${earlier} measured.`;
};
