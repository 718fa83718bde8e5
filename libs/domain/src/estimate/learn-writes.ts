import type { PreCopyRound } from '../pre-copy/index.ts';
import { learnRange } from './learn-range.ts';
import type { TimeRange } from './move-size.ts';

/** The rounds of an earlier pre-copy of one workload. */
export interface PastRounds {
  rounds: readonly PreCopyRound[];
}

/** Bytes of pages a tree touches by writing in a second, and from how many of its earlier pre-copies that is known; 0: assumed. */
export interface WriteRate {
  perSecond: TimeRange;
  learnedFrom: number;
}

/** Shares of its memory a second, where no round of the workload tells: a cache that is read, most programs, a busy database. */
const assumedShares: TimeRange = { low: 0.005, likely: 0.05, high: 0.5 };

/**
 * How fast a tree writes to its memory. A round finds what was written while the one before it lasted, so that each pair of rounds
 * is a measurement; a first round alone says nothing.
 */
export const learnWrites = (memoryBytes: number, past: readonly PastRounds[]): WriteRate => {
  const measured = past.map(({ rounds }) => ratesOf(rounds)).filter((rates) => rates.length > 0);
  const rates = measured.flat();
  const { low, likely, high } = rates.length === 0 ? assumedShares : learnRange(rates);
  const scale = rates.length === 0 ? memoryBytes : 1;
  return {
    perSecond: { low: Math.round(low * scale), likely: Math.round(likely * scale), high: Math.round(high * scale) },
    learnedFrom: measured.length,
  };
};

const ratesOf = (rounds: readonly PreCopyRound[]): number[] =>
  rounds.slice(1).flatMap(({ bytes }, index) => {
    const lastedMs = rounds[index]?.tookMs ?? 0;
    return lastedMs > 0 ? [(bytes * 1000) / lastedMs] : [];
  });
