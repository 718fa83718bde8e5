import { expect, test } from 'vitest';
import { format, summarise } from './statistics.mjs';

test('the median stands between its neighbours', () => {
  expect(summarise([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, count: 3 });
  expect(summarise([4, 1, 3, 2]).median).toBe(2.5);
});

test('a measurement that failed does not count as zero', () => {
  expect(summarise([Number.NaN, 5])).toMatchObject({ median: 5, count: 1 });
  expect(format(summarise([]))).toBe('not measured');
});

test('numbers are written with what they are worth', () => {
  expect(format(summarise([0.123, 12.34, 567.8]))).toBe('12.3 (0.12 to 568)');
});
