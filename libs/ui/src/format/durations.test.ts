import { expect, it } from 'vitest';
import { formatClock, formatMs, formatRange, formatUs } from './durations.ts';

it('chooses the unit by the size', () => {
  expect([0.42, 312, 1800, 42_500, 185_000, 7_800_000].map(formatMs)).toEqual([
    '0.4 ms',
    '312 ms',
    '1.80 s',
    '42.5 s',
    '3 min 5 s',
    '2 h 10 min',
  ]);
  expect(formatUs(312_000)).toBe('312 ms');
});

it('names both ends of a range', () => {
  expect(formatRange({ low: 400, high: 1200 })).toBe('400 ms to 1.20 s');
});

it('keeps the number of digits of a running clock', () => {
  expect([0, 412, 9_999, 62_300, -5].map(formatClock)).toEqual(['00.000', '00.412', '09.999', '01:02.300', '00.000']);
});
