import { type Courses, playCourses, rangeOver, tellCourses } from './courses.ts';
import type { MoveEstimate, PreCopyEstimate } from './move-estimate.ts';
import type { TimeRange } from './move-size.ts';
import { type SimulatedRounds, usualMsPerByte } from './simulate-rounds.ts';

/** The same rounds without and with the limit. */
interface Pair {
  usual: SimulatedRounds;
  slow: SimulatedRounds;
}

/**
 * The same pre-copy over a narrow line. Its rounds last longer, so more is written during each, and more is left for the freeze.
 *
 * @param lineMsPerByte what the line takes for a byte
 */
export const limitPreCopy = (estimate: MoveEstimate, preCopy: PreCopyEstimate, lineMsPerByte: number): MoveEstimate => {
  const msPerByte = Math.max(lineMsPerByte, usualMsPerByte);
  const usual = playCourses(preCopy, preCopy.writesPerSecond);
  const slow = playCourses(preCopy, preCopy.writesPerSecond, msPerByte);
  const pairs = pairUp(usual, slow);
  const frozenMs = (pair: Pair) => Math.max(0, pair.slow.lastBytes * msPerByte - pair.usual.lastBytes * usualMsPerByte);
  const aheadMs = (pair: Pair) => Math.max(0, pair.slow.aheadMs - pair.usual.aheadMs);
  const [frozenLonger, longer] = [
    rangeOver(pairs, frozenMs),
    rangeOver(pairs, (pair) => frozenMs(pair) + aheadMs(pair)),
  ];
  const told = tellCourses(slow);
  return {
    ...estimate,
    bytes: Math.max(estimate.bytes, told.sentBytes.likely),
    frozen: add(estimate.frozen, frozenLonger),
    switchOver: add(estimate.switchOver, frozenLonger),
    total: add(estimate.total, longer),
    preCopy: { ...preCopy, ...told },
  };
};

const pairUp = (usual: Courses, slow: Courses): Courses<Pair> => ({
  likely: { usual: usual.likely, slow: slow.likely },
  all: usual.all.map((course, index) => ({ usual: course, slow: slow.all[index] ?? course })),
});

const add = (range: TimeRange, more: TimeRange): TimeRange => ({
  low: range.low + more.low,
  likely: range.likely + more.likely,
  high: range.high + more.high,
});
