import { expect, it } from 'vitest';
import { readRange } from './time-range.ts';

const now = Date.parse('2026-11-23T10:00:30.000Z');
const none = { range: null, from: null, to: null };

it('is any time when the address says nothing or nonsense', () => {
  expect(readRange(none, now)).toEqual({});
  expect(readRange({ ...none, range: 'yesterday' }, now)).toEqual({});
  expect(readRange({ range: 'between', from: '2026-13-40', to: 'x' }, now)).toEqual({});
});

it('counts a relative range back from now, in whole minutes', () => {
  expect(readRange({ ...none, range: '1h' }, now)).toEqual({ from: '2026-11-23T09:00:00.000Z' });
});

it('includes both days of an absolute range', () => {
  const { from, to } = readRange({ range: 'between', from: '2026-11-20', to: '2026-11-21' }, now);
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(2 * 86_400_000);
});
