import { decideNextRound, type PreCopyRound, usualStopRule } from '../pre-copy/index.ts';
import type { MoveSize } from './move-size.ts';

const mebibyte = 1024 * 1024;
/** What typical-times.ts has in it for carrying bytes over a line without a limit. */
export const usualMsPerByte = 2 / mebibyte;
/** CRIU looks through the page map of all memory, whatever of it was written (see post-copy-estimate.ts). */
export const scanMsPerByte = 0.07 / mebibyte;
/** Writing pages into images and hashing them, besides carrying them. */
const writeMsPerByte = 1 / mebibyte;
/** Between the end of a round and the next reset of the kernel's marks: the start of another CRIU. */
const betweenMs = 200;

export interface RoundsQuestion extends MoveSize {
  /** How many bytes of pages the tree touches by writing, a second. */
  writesPerSecond: number;
  msPerByte?: number;
}

export interface SimulatedRounds {
  rounds: number;
  /** Sent before the freeze. */
  aheadBytes: number;
  aheadMs: number;
  /** Left for the dump that stands still. */
  lastBytes: number;
}

/** Plays the rounds of a pre-copy of a tree that writes evenly, under the usual stop rule. */
export const simulateRounds = (question: RoundsQuestion): SimulatedRounds => {
  const { memoryBytes, processes, writesPerSecond, msPerByte = usualMsPerByte } = question;
  const rule = usualStopRule(memoryBytes);
  const fixedMs = 100 + 30 * processes + memoryBytes * scanMsPerByte;
  const rounds: PreCopyRound[] = [];
  let bytes = memoryBytes;
  do {
    const tookMs = fixedMs + bytes * (writeMsPerByte + msPerByte);
    rounds.push({ bytes, frozenUs: null, tookMs });
    // A page that is written twice travels once.
    bytes = Math.min(memoryBytes, (writesPerSecond * (tookMs + betweenMs)) / 1000);
  } while (decideNextRound(rounds, rule) === null);
  const sum = (of: (round: PreCopyRound) => number) => rounds.reduce((total, round) => total + of(round), 0);
  return {
    rounds: rounds.length,
    aheadBytes: sum((round) => round.bytes),
    aheadMs: sum((round) => round.tookMs + betweenMs),
    lastBytes: bytes,
  };
};
