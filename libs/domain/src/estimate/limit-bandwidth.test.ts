import { expect, it } from 'vitest';
import { estimateMove } from './estimate-move.ts';
import { limitBandwidth } from './limit-bandwidth.ts';

const mebibyte = 1024 * 1024;
const estimate = estimateMove({ memoryBytes: 100 * mebibyte, processes: 1 }, []);

it('waits for every byte over a narrow line', () => {
  const { switchOver, frozen, total, bytes } = limitBandwidth(estimate, 10 * mebibyte);
  const carryMs = (bytes / (9.5 * mebibyte)) * 1000;
  for (const [slow, quick] of [
    [switchOver, estimate.switchOver],
    [frozen, estimate.frozen],
    [total, estimate.total],
  ] as const) {
    expect(slow.low - quick.low).toBeGreaterThan(carryMs - 250);
    expect(slow.high - quick.high).toBeLessThan(carryMs);
  }
});

it('leaves the switch-over of a post-copy alone, whose memory follows later', () => {
  const { switchOver, frozen } = limitBandwidth(estimate, 10 * mebibyte, 'post-copy');
  expect(switchOver).toEqual(estimate.switchOver);
  expect(frozen.low).toBeGreaterThan(estimate.frozen.low);
});

it('changes nothing without a limit, or with one that is never reached', () => {
  expect(limitBandwidth(estimate, undefined)).toEqual(estimate);
  expect(limitBandwidth(estimate, 10_000 * mebibyte)).toEqual(estimate);
});
