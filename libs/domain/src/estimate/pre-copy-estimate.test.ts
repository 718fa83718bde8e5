import { describe, expect, it } from 'vitest';
import { learnWrites } from './learn-writes.ts';
import { estimatePreCopy } from './pre-copy-estimate.ts';
import { simulateRounds } from './simulate-rounds.ts';

const mebibyte = 2 ** 20;
const size = { memoryBytes: 1024 * mebibyte, processes: 1 };
const rounds = [
  { bytes: 1024 * mebibyte, frozenUs: 20_000, tookMs: 4000 },
  { bytes: 40 * mebibyte, frozenUs: 9000, tookMs: 400 },
];
const nothing = { moves: [], rounds: [] };

describe('the rounds of a pre-copy', () => {
  it('end after one of little memory, and after two of a tree that writes everything anew', () => {
    const small = simulateRounds({ memoryBytes: 3 * mebibyte, processes: 1, writesPerSecond: 0 });
    expect(small).toMatchObject({ rounds: 1, aheadBytes: 3 * mebibyte, lastBytes: 0 });
    const busy = simulateRounds({ ...size, writesPerSecond: 10 * size.memoryBytes });
    expect(busy).toMatchObject({ rounds: 2, aheadBytes: 2 * size.memoryBytes, lastBytes: size.memoryBytes });
  });

  it('leave little of a tree that writes slowly', () => {
    const { rounds: count, lastBytes } = simulateRounds({ ...size, writesPerSecond: 30 * mebibyte });
    expect(count).toBeLessThan(5);
    expect(lastBytes).toBeLessThan(size.memoryBytes / 20);
  });
});

describe('how fast a tree writes', () => {
  it('is what a round found of the time the one before it lasted', () => {
    const { perSecond, learnedFrom } = learnWrites(size.memoryBytes, [{ rounds }, { rounds: rounds.slice(0, 1) }]);
    expect(learnedFrom).toBe(1);
    expect(perSecond.likely).toBe(10 * mebibyte);
    expect(perSecond.low).toBeLessThan(perSecond.likely);
  });

  it('is assumed without rounds, as a share of its memory', () => {
    const { perSecond, learnedFrom } = learnWrites(1000, []);
    expect({ perSecond, learnedFrom }).toEqual({ perSecond: { low: 5, likely: 50, high: 500 }, learnedFrom: 0 });
  });
});

describe('the estimate of a pre-copy', () => {
  it('stands still for less than all of its memory takes, and sends more than it', () => {
    const { preCopy, frozen, switchOver, total, bytes } = estimatePreCopy(size, nothing);
    expect(preCopy?.writesLearnedFrom).toBe(0);
    expect(bytes).toBeGreaterThan(size.memoryBytes);
    expect(preCopy?.rounds.low).toBeGreaterThan(0);
    for (const range of [frozen, switchOver, total, preCopy?.rounds, preCopy?.sentBytes, preCopy?.frozenBytes]) {
      expect(range?.low).toBeLessThanOrEqual(range?.likely ?? -1);
      expect(range?.likely).toBeLessThanOrEqual(range?.high ?? -1);
    }
    // At worst everything is written anew in every round.
    expect(preCopy?.frozenBytes.high).toBe(size.memoryBytes);
  });

  it('becomes narrower where rounds of the workload tell how fast it writes', () => {
    const known = estimatePreCopy(size, { moves: [], rounds: [{ rounds }] });
    expect(known.preCopy?.writesLearnedFrom).toBe(1);
    expect(known.switchOver.high).toBeLessThan(estimatePreCopy(size, nothing).switchOver.high);
  });

  it('learns from earlier pre-copies between the hosts what a standstill for those bytes took', () => {
    const move = {
      ...size,
      rounds,
      lastBytes: 5 * mebibyte,
      frozenUs: 400_000,
      switchOverUs: 9_000_000,
      totalUs: null,
    };
    const slow = estimatePreCopy(size, { moves: [move, move], rounds: [{ rounds }] });
    const untaught = estimatePreCopy(size, { moves: [], rounds: [{ rounds }] });
    expect(slow.learnedFrom).toBe(2);
    expect(slow.switchOver.likely).toBeGreaterThan(4 * untaught.switchOver.likely);
    expect(slow.total).toEqual(untaught.total);
  });
});
