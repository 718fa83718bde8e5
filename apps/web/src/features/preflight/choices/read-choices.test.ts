import { expect, it } from 'vitest';
import { noChoices, problemsOf, readChoices } from './read-choices.ts';

it('leaves out what was not chosen', () => {
  expect(readChoices(noChoices)).toEqual({});
  expect(readChoices({ ...noChoices, holdSeconds: '40', mebibytesPerSecond: '1.5', dump: '20' })).toEqual({
    holdSeconds: 40,
    bandwidthBytesPerSecond: 1_572_864,
    deadlineSeconds: { dump: 20 },
  });
});

it.each([
  ['holdSeconds', '4'],
  ['holdSeconds', '901'],
  ['mebibytesPerSecond', 'fast'],
  ['mebibytesPerSecond', '0'],
  ['restore', '-3'],
] as const)('says what is wrong with %s "%s"', (field, text) => {
  const typed = { ...noChoices, [field]: text };
  expect(readChoices(typed)).toBeNull();
  expect(problemsOf(typed)[field]).toMatch(/^A number from/);
});
