import { expect, it } from 'vitest';
import { sparkPath } from './spark-path.ts';

const box = { width: 100, height: 20 };

it('draws nothing from a single point', () => {
  expect(sparkPath([{ atMs: 5, bytesPerSecond: 9 }], box)).toBe('');
});

it('scales time to the width and the highest rate to the top', () => {
  const points = [
    { atMs: 1000, bytesPerSecond: 0 },
    { atMs: 1500, bytesPerSecond: 50 },
    { atMs: 2000, bytesPerSecond: 100 },
  ];
  expect(sparkPath(points, box)).toBe('M0.0 19.0 L50.0 10.0 L100.0 1.0');
});
