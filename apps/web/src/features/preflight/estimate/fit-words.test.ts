import { expect, it } from 'vitest';
import { fitWords } from './fit-words.ts';

it('answers whether a switch-over fits', () => {
  const switchOver = { low: 400, likely: 700, high: 1200 };
  expect(fitWords(switchOver, '2')).toMatchObject({ tone: 'can' });
  expect(fitWords(switchOver, '1')).toMatchObject({ tone: 'unknown' });
  expect(fitWords(switchOver, '0.3')).toMatchObject({ tone: 'cannot' });
  expect(fitWords(switchOver, 'soon')).toBeNull();
  expect(fitWords(switchOver, '')).toBeNull();
});
