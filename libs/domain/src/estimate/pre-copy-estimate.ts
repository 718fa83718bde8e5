import type { PreCopyRound } from '../pre-copy/index.ts';
import { playCourses, rangeOver, tellCourses } from './courses.ts';
import { learnRange } from './learn-range.ts';
import { learnWrites, type PastRounds } from './learn-writes.ts';
import type { MoveEstimate } from './move-estimate.ts';
import type { MoveSize, PastMove, TimeRange } from './move-size.ts';
import { type SimulatedRounds, scanMsPerByte } from './simulate-rounds.ts';

/** A pre-copy that succeeded earlier. */
export interface PastPreCopy extends PastMove {
  rounds: readonly PreCopyRound[];
  /** What the dump wrote that stood still; null where it was not told. */
  lastBytes: number | null;
}

/** What earlier pre-copies teach. */
export interface PreCopyPast {
  /** Between the same two hosts, newest first. */
  moves: readonly PastPreCopy[];
  /** Of this workload, newest first. */
  rounds: readonly PastRounds[];
}

const mebibyte = 1024 * 1024;
const mostPast = 20;
/** The copy is built from all of its memory; typical-times.ts counts that together with carrying it. */
const restoreMsPerByte = 1 / mebibyte;
/** Bytes of all images but the pages, for each process. */
const describedBytes = 48 * 1024;

type Course = Pick<SimulatedRounds, 'aheadMs' | 'lastBytes'>;

/** The first guess, as typical-times.ts, with the memory that travels ahead left out of the standstill. */
const typical = ({ memoryBytes, processes }: MoveSize, { aheadMs, lastBytes }: Course) => {
  const frozen = 60 + 15 * processes + memoryBytes * scanMsPerByte + (2 * lastBytes) / mebibyte;
  const switchOver = frozen + 300 + 25 * processes + memoryBytes * restoreMsPerByte + (2 * lastBytes) / mebibyte;
  return { frozen, switchOver, total: aheadMs + switchOver + 2500 };
};
type TypicalName = keyof ReturnType<typeof typical>;

/**
 * Estimates a pre-copy: its rounds as they go with what is known, or assumed, of how fast the tree writes; its times as those rounds leave
 * them, corrected by what earlier pre-copies between the two hosts took.
 */
export const estimatePreCopy = (size: MoveSize, past: PreCopyPast): MoveEstimate => {
  const writes = learnWrites(size.memoryBytes, past.rounds.slice(0, mostPast));
  const moves = past.moves.slice(0, mostPast);
  const courses = playCourses(size, writes.perSecond);
  const range = (name: TypicalName, truthOf: (move: PastMove) => number | null): TimeRange => {
    const guess = rangeOver(courses, (course) => typical(size, course)[name]);
    const factor = learnRange(ratios(moves, name, truthOf));
    return {
      low: Math.round(guess.low * factor.low),
      likely: Math.round(guess.likely * factor.likely),
      high: Math.round(guess.high * factor.high),
    };
  };
  const told = tellCourses(courses);
  return {
    bytes: told.sentBytes.likely + size.processes * describedBytes,
    frozen: range('frozen', ({ frozenUs }) => frozenUs),
    switchOver: range('switchOver', ({ switchOverUs }) => switchOverUs),
    total: range('total', ({ totalUs }) => totalUs),
    learnedFrom: moves.length,
    preCopy: { ...told, ...size, writesPerSecond: writes.perSecond, writesLearnedFrom: writes.learnedFrom },
  };
};

const ratios = (
  moves: readonly PastPreCopy[],
  name: TypicalName,
  truthOf: (move: PastMove) => number | null,
): number[] =>
  moves.flatMap((move) => {
    const truth = truthOf(move);
    if (truth === null || truth <= 0) return [];
    const aheadMs = move.rounds.reduce((sum, { tookMs }) => sum + tookMs, 0);
    const lastBytes = move.lastBytes ?? move.rounds.at(-1)?.bytes ?? move.memoryBytes;
    return [truth / 1000 / typical(move, { aheadMs, lastBytes })[name]];
  });
