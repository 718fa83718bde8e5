import { learnRange } from './learn-range.ts';
import type { MoveEstimate } from './move-estimate.ts';
import type { MoveSize, PastMove, TimeRange } from './move-size.ts';
import { type TypicalTimes, typicalTimes } from './typical-times.ts';

/** How many earlier moves count; older ones say less about the hosts of today. */
export const mostPastMoves = 20;
/** Bytes of all images but the pages, for each process (measured: 20 KiB to 60 KiB). */
const describedBytes = 48 * 1024;

/**
 * Estimates a stop-and-copy move.
 *
 * @param size what was read for the preflight
 * @param past earlier moves between the same two hosts that succeeded, newest first
 */
export const estimateMove = (size: MoveSize, past: readonly PastMove[]): MoveEstimate => {
  const counted = past.slice(0, mostPastMoves);
  const guess = typicalTimes(size);
  const range = (name: keyof TypicalTimes, truthOf: (move: PastMove) => number | null): TimeRange =>
    scale(guess[name], learnRange(ratios(counted, name, truthOf)));
  return {
    bytes: size.memoryBytes + size.processes * describedBytes,
    frozen: range('frozen', ({ frozenUs }) => frozenUs),
    switchOver: range('switchOver', ({ switchOverUs }) => switchOverUs),
    total: range('total', ({ totalUs }) => totalUs),
    learnedFrom: counted.length,
  };
};

const ratios = (
  past: readonly PastMove[],
  name: keyof TypicalTimes,
  truthOf: (move: PastMove) => number | null,
): number[] =>
  past.flatMap((move) => {
    const truth = truthOf(move);
    return truth === null || truth <= 0 ? [] : [truth / 1000 / typicalTimes(move)[name]];
  });

const scale = (guess: number, factor: TimeRange): TimeRange => ({
  low: Math.round(guess * factor.low),
  likely: Math.round(guess * factor.likely),
  high: Math.round(guess * factor.high),
});
