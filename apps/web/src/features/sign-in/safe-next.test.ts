import { expect, it } from 'vitest';
import { safeNext } from './safe-next.ts';

it('goes to a path of this portal', () => {
  expect(safeNext('/runs/1?tab=log')).toBe('/runs/1?tab=log');
});

it.each([null, '', 'https://example.org', '//example.org', '/\\example.org', 'runs'])('refuses %s', (next) => {
  expect(safeNext(next)).toBe('/');
});
