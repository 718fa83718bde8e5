import { describe, expect, it } from 'vitest';
import { decideNextRound } from './decide-next-round.ts';
import { usualStopRule } from './stop-rule.ts';

const mebibyte = 1 << 20;
const rule = usualStopRule(200 * mebibyte);
const roundsOf = (...mebibytes: number[]) =>
  mebibytes.map((size) => ({ bytes: size * mebibyte, frozenUs: 1000, tookMs: 10 }));

describe('another round of a pre-copy', () => {
  it('follows none, and every one that is much smaller than the one before', () => {
    expect(decideNextRound([], rule)).toBeNull();
    expect(decideNextRound(roundsOf(200), rule)).toBeNull();
    expect(decideNextRound(roundsOf(200, 160), rule)).toBeNull();
    expect(decideNextRound(roundsOf(200, 100, 50), rule)).toBeNull();
  });

  it.each([
    ['enough', [200, 10]],
    ['enough', [10]],
    ['enough', [11, 10]],
    ['not-shrinking', [200, 161]],
    ['not-shrinking', [200, 300]],
    ['not-shrinking', [200, 100, 100]],
    ['most-rounds', [900, 700, 500, 400, 300, 200, 100, 50]],
  ] as const)('does not follow: %s after %j', (reason, sizes) => {
    expect(decideNextRound(roundsOf(...sizes), rule)).toBe(reason);
  });

  it('does not follow where it and a dump of its size would not find room', () => {
    expect(decideNextRound(roundsOf(200), rule, 400 * mebibyte)).toBeNull();
    expect(decideNextRound(roundsOf(200), rule, 400 * mebibyte - 1)).toBe('no-room');
    expect(decideNextRound([], rule, 0)).toBeNull();
  });

  it('has a rule that counts at least four mebibytes as little', () => {
    expect(usualStopRule(0).enoughBytes).toBe(4 * mebibyte);
    expect(usualStopRule(2048 * mebibyte).enoughBytes).toBeCloseTo(102.4 * mebibyte, -1);
  });
});
