import { describe, expect, it } from 'vitest';
import { estimateMove } from './estimate-move.ts';
import { fitsInto } from './fits-into.ts';
import type { PastMove } from './move-size.ts';

const mebibyte = 1024 * 1024;
const size = { memoryBytes: 64 * mebibyte, processes: 1 };
const past = (switchOverUs: number | null, more: Partial<PastMove> = {}): PastMove => ({
  ...size,
  frozenUs: 200_000,
  switchOverUs,
  totalUs: 4_000_000,
  ...more,
});

describe('the estimate of a move', () => {
  it('is a wide guess between hosts that never moved anything', () => {
    const { switchOver, learnedFrom, bytes } = estimateMove(size, []);
    expect(learnedFrom).toBe(0);
    expect(switchOver.high / switchOver.low).toBeCloseTo(9, 0);
    expect(bytes).toBeGreaterThan(size.memoryBytes);
  });

  it('follows what was measured, with all of it in the range', () => {
    const { switchOver, learnedFrom } = estimateMove(size, [past(600_000), past(900_000), past(700_000)]);
    expect(learnedFrom).toBe(3);
    expect(switchOver.likely).toBeCloseTo(700, -1);
    expect(switchOver.low).toBeLessThan(600);
    expect(switchOver.high).toBeGreaterThan(900);
  });

  it('carries a measurement over to another size', () => {
    const slow = [past(6_000_000)];
    const large = { memoryBytes: 2048 * mebibyte, processes: 1 };
    expect(estimateMove(large, slow).switchOver.likely).toBeGreaterThan(3 * estimateMove(large, []).switchOver.likely);
  });

  it('becomes narrower with every run that agrees', () => {
    const widthAfter = (runs: number) => {
      const { low, high } = estimateMove(size, Array(runs).fill(past(700_000))).switchOver;
      return high / low;
    };
    expect(widthAfter(1)).toBeGreaterThan(widthAfter(3));
    expect(widthAfter(3)).toBeGreaterThan(widthAfter(12));
  });

  it('leaves out what was not measured, and forgets what is long ago', () => {
    expect(estimateMove(size, [past(null)]).switchOver).toEqual(estimateMove(size, []).switchOver);
    const old = [...Array(20).fill(past(700_000)), past(70_000_000)];
    expect(estimateMove(size, old).switchOver.high).toBeLessThan(1000);
  });
});

describe('fits into a limit', () => {
  const range = { low: 100, likely: 200, high: 400 };

  it.each([
    [400, 'yes'],
    [399, 'perhaps'],
    [100, 'perhaps'],
    [99, 'no'],
  ] as const)('of %d ms: %s', (limit, answer) => {
    expect(fitsInto(range, limit)).toBe(answer);
  });
});
