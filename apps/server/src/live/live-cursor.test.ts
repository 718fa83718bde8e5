import { expect, it } from 'vitest';
import { formatCursor, parseCursor } from './live-cursor.ts';

it('survives the way to the browser and back', () => {
  const cursor = { eventId: 9_007_199_254_740_993n, revision: 7n };
  expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
});

it.each([null, '', '1', 'a.b', '1.2.3', '-1.2', `${'9'.repeat(20)}.1`])('takes %j for no cursor', (text) => {
  expect(parseCursor(text)).toBeNull();
});
