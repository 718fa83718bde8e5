import { buildMatrix } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { capability, patternOf, whyRefused } from './capability.ts';

const matrix = buildMatrix({ a: 'works', b: 'dump-refused', c: 'restore-refused', d: 'lost', e: 'not-run' }, 'no');

it('turns the outcome of a probe into what a rule asks for', () => {
  const words = ['a', 'b', 'c', 'd', 'e', 'never-tried'].map((kind) => capability(matrix, kind));
  expect(words).toEqual(['carried', 'refused', 'refused', 'lost', 'unknown', 'unknown']);
  expect(capability(null, 'a')).toBe('unknown');
});

it('says why none of several kinds is carried, and nothing when one is', () => {
  expect(whyRefused(matrix, ['e', 'b'])).toBe('no');
  expect(whyRefused(matrix, ['b', 'a'])).toBeNull();
  expect(whyRefused(matrix, ['e'])).toBeNull();
});

describe('the pattern of a line', () => {
  const line = "Error (criu/sockets.c:628): sockets: Can't get 1:16 opt: Operation not supported";
  it.each([
    ["(00.031) Error (criu/sockets.c:528): sockets: Can't get 1:16 opt: Operation not supported", true],
    ["(00.031) Error (criu/sockets.c:528): sockets: Can't get 1:42 opt: Operation not supported", true],
    ["(00.031) Error (criu/sockets.c:528): sockets: Can't set 1:16 opt: Operation not supported", false],
  ])('%s', (other, same) => {
    expect(new RegExp(patternOf(line)).test(other)).toBe(same);
  });
  it('takes nothing in the line for a pattern', () => {
    expect(new RegExp(patternOf('Error (a.c:1): (x) [y] $z')).test('(x) [y] $z')).toBe(true);
  });
});
