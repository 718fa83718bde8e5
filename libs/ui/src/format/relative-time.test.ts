import { expect, it } from 'vitest';
import { describeAge } from './relative-time.ts';

const now = Date.parse('2026-11-23T10:00:00.000Z');
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString();

it('says how long ago', () => {
  expect([1, 12, 90, 7200, 4 * 86_400].map((seconds) => describeAge(before(seconds), now))).toEqual([
    'just now',
    '12 s ago',
    '2 min ago',
    '2 h ago',
    '4 days ago',
  ]);
});

it('says how far ahead', () => {
  expect(describeAge(before(-3600), now)).toBe('in 1 h');
});

it('shows a text that is no time as it is', () => {
  expect(describeAge('soon', now)).toBe('soon');
});
