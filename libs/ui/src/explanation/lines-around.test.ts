import { expect, it } from 'vitest';
import { linesAround } from './lines-around.ts';

const log = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join('\n');

it('keeps the neighbourhood of the marked line and counts the rest', () => {
  const { lines, before, after } = linesAround(log, 50, 3);
  expect(lines.map(({ line }) => line)).toEqual([47, 48, 49, 50, 51, 52, 53]);
  expect(lines[3]?.text).toBe('line 50');
  expect([before, after]).toEqual([46, 47]);
});

it('shows the whole of a short log, and the end of one without a mark', () => {
  expect(linesAround('a\nb\n', 1, 10)).toEqual({
    lines: [
      { line: 1, text: 'a' },
      { line: 2, text: 'b' },
    ],
    before: 0,
    after: 0,
  });
  expect(linesAround(log, null, 2).lines.at(-1)?.line).toBe(100);
});
