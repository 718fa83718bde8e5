import { expect, it } from 'vitest';
import { formatBytes, formatRate } from './bytes.ts';

it('always names a binary unit', () => {
  expect([0, 512, 1536, 67_108_864, 130 * 1024 ** 2, 5 * 1024 ** 4].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '1.5 KiB',
    '64 MiB',
    '130 MiB',
    '5 TiB',
  ]);
});

it('gives a rate per second', () => {
  expect(formatRate(1024 ** 2)).toBe('1 MiB/s');
});
