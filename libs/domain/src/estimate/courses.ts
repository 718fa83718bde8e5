import type { PreCopyEstimate } from './move-estimate.ts';
import type { MoveSize, TimeRange } from './move-size.ts';
import { type SimulatedRounds, simulateRounds } from './simulate-rounds.ts';

/** Something over the whole range of what may be. */
export interface Courses<T = SimulatedRounds> {
  likely: T;
  /** Of many rates: a tree that writes a lot ends its rounds early, so that the ends of the range alone would hide the most. */
  all: readonly T[];
}

const steps = 8;

/** The rounds of a tree at each rate of writing between `low` and `high` that differs enough. */
export const playCourses = (size: MoveSize, { low, likely, high }: TimeRange, msPerByte?: number): Courses => {
  const play = (writesPerSecond: number) =>
    simulateRounds({ ...size, writesPerSecond, ...(msPerByte === undefined ? {} : { msPerByte }) });
  const least = Math.max(low, 1);
  const ratio = Math.max(high, 1) / least;
  const rates = [...Array(steps + 1).keys()].map((step) => least * ratio ** (step / steps));
  return { likely: play(likely), all: rates.map(play) };
};

/** The range of one figure of them. */
export const rangeOver = <T>({ likely, all }: Courses<T>, of: (course: T) => number): TimeRange => {
  const values = [likely, ...all].map(of);
  return {
    low: Math.round(Math.min(...values)),
    likely: Math.round(of(likely)),
    high: Math.round(Math.max(...values)),
  };
};

/** Rounds and bytes, as an estimate tells them. */
export const tellCourses = (courses: Courses): Pick<PreCopyEstimate, 'rounds' | 'sentBytes' | 'frozenBytes'> => ({
  rounds: rangeOver(courses, ({ rounds }) => rounds),
  sentBytes: rangeOver(courses, ({ aheadBytes, lastBytes }) => aheadBytes + lastBytes),
  frozenBytes: rangeOver(courses, ({ lastBytes }) => lastBytes),
});
