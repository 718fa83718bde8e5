import { expect, it } from 'vitest';
import { compareVersions, hasInetSocketGap } from './version-order.ts';

it('compares numbers, not letters, and ignores what follows them', () => {
  expect(compareVersions('6.9', '6.16')).toBeLessThan(0);
  expect(compareVersions('6.18.44-fc', '6.18.44-other')).toBe(0);
  expect(compareVersions('v4.2', '4.1.9')).toBeGreaterThan(0);
  expect(compareVersions('4.2.1', '4.2', 2)).toBe(0);
});

it('knows from which kernel up to which CRIU inet sockets fail', () => {
  expect(hasInetSocketGap('6.16.0', '4.1.1')).toBe(true);
  expect(hasInetSocketGap('6.15.9', '4.1.1')).toBe(false);
  expect(hasInetSocketGap('6.16.0', '4.2')).toBe(false);
});
