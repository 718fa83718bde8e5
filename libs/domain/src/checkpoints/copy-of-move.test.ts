import { expect, it } from 'vitest';
import { judgeCopy, sayCopy } from './copy-of-move.ts';

it('takes the copy for gone only when every host says so', () => {
  const gone = { host: 'b', lives: false };
  const silent = { host: 'c', lives: null };
  const running = { host: 'd', lives: true };
  expect(judgeCopy([gone])).toEqual({ state: 'gone', host: null });
  expect(judgeCopy([gone, silent])).toEqual({ state: 'unknown', host: 'c' });
  expect(judgeCopy([silent, running, gone])).toEqual({ state: 'runs', host: 'd' });
  expect(sayCopy(judgeCopy([silent]))).toContain('this will make two running copies');
  expect(sayCopy(judgeCopy([running]))).toContain('runs on d');
});
