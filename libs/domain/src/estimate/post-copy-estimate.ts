import { learnRange } from './learn-range.ts';
import type { MoveEstimate } from './move-estimate.ts';
import type { MoveSize, PastMove, TimeRange } from './move-size.ts';

const mebibyte = 1024 * 1024;
const mostPast = 20;

/**
 * The first guess for a post-copy, in milliseconds. Measured with CRIU 4.2.1 as typical-times.ts: what is not lazy is a few MiB, and CRIU was
 * ready to serve 256 MiB some 15 ms later than 32 MiB; larger trees were not measured at rest. `frozen` is the source's: it stands until the last page has been fetched.
 */
const typical = ({ memoryBytes, processes }: MoveSize) => {
  const mebibytes = memoryBytes / mebibyte;
  const switchOver = 150 + 30 * processes + 0.07 * mebibytes;
  const frozen = switchOver + 50 + 5 * mebibytes;
  return { switchOver, frozen, total: frozen + 2500 };
};

/** Agents of before 2026-11-23 passed on CRIU's own figure, which for a lazy dump is many minutes whatever it took. */
const standingUs = ({ frozenUs, totalUs }: PastMove): number | null =>
  frozenUs !== null && totalUs !== null && frozenUs > totalUs ? null : frozenUs;

/**
 * Estimates a post-copy.
 *
 * @param past earlier post-copies between the same two hosts that succeeded, newest first
 */
export const estimatePostCopy = (size: MoveSize, past: readonly PastMove[]): MoveEstimate => {
  const counted = past.slice(0, mostPast);
  const guess = typical(size);
  const range = (name: keyof typeof guess, truthOf: (move: PastMove) => number | null): TimeRange => {
    const ratios = counted.flatMap((move) => {
      const truth = truthOf(move);
      return truth === null || truth <= 0 ? [] : [truth / 1000 / typical(move)[name]];
    });
    const { low, likely, high } = learnRange(ratios);
    const of = (factor: number) => Math.round(guess[name] * factor);
    return { low: of(low), likely: of(likely), high: of(high) };
  };
  return {
    bytes: size.memoryBytes + size.processes * 48 * 1024,
    frozen: range('frozen', standingUs),
    switchOver: range('switchOver', ({ switchOverUs }) => switchOverUs),
    total: range('total', ({ totalUs }) => totalUs),
    learnedFrom: counted.length,
  };
};
