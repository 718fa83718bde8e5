import { expect, it } from 'vitest';
import { sayThaw } from './say-thaw.ts';

const seen = { tasks: 3, wasFrozen: true, cgroupFrozen: false, provedAt: '2026-11-23T10:20:30.000Z' };

it.each([
  [seen, /^Proved at 10:20:30 UTC: all 3 processes live/],
  [{ ...seen, tasks: 1 }, /its one process lives/],
  [{ ...seen, tasks: 0 }, /none of its processes lives/],
  [{ ...seen, wasFrozen: false }, /nothing of it had been stopped/],
  [{ ...seen, cgroupFrozen: true }, /still frozen/],
])('says what was seen of %o', (what, words) => {
  expect(sayThaw(what)).toMatch(words);
});
