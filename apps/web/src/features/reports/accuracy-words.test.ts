import { expect, it } from 'vitest';
import { accuracySentence, matrixRows } from './accuracy-words.ts';

it('says how often the preflights were right', () => {
  expect(accuracySentence({ graded: 0, agreed: 0 })).toContain('No run');
  expect(accuracySentence({ graded: 7, agreed: 7 })).toBe('All 7 preflights that were put to the proof were right.');
  expect(accuracySentence({ graded: 7, agreed: 6 })).toContain('6 of 7');
});

it('marks what agrees, what does not, and what says nothing', () => {
  const counts = { worked: 1, failed: 2, unclear: 3 };
  const rows = matrixRows({ matrix: { works: counts, fails: counts, unknown: counts } });
  expect(rows.map(({ cells }) => cells.map(({ agrees }) => agrees))).toEqual([
    [true, false, null],
    [false, true, null],
    [false, false, null],
  ]);
});
