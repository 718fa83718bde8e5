import { expect, it } from 'vitest';
import { readFailure } from './failures.ts';

it('is a lost connection when the server never answered', () => {
  expect(readFailure(new TypeError('Failed to fetch')).kind).toBe('lost');
});

it.each([
  ['UNAUTHORIZED', 'signed-out'],
  ['FORBIDDEN', 'forbidden'],
  ['NOT_FOUND', 'not-found'],
  ['CONFLICT', 'other'],
])('sorts %s', (code, kind) => {
  expect(readFailure({ message: 'x', data: { code } }).kind).toBe(kind);
});

it('shows what the server said, and its remedy', () => {
  const godwit = { code: 'run-in-progress' as const, message: 'counter is being moved.', remedy: 'Wait for it.' };
  expect(readFailure({ message: 'raw', data: { code: 'CONFLICT', godwit } })).toEqual({ kind: 'other', ...godwit });
});
