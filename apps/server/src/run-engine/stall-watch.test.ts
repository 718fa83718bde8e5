import { expect, it } from 'vitest';
import { StallWatch } from './stall-watch.ts';

const minute = 60_000;

it('gives up a line on which nothing more arrives for a minute', () => {
  const watch = new StallWatch(0);
  expect(watch.look({ bytes: 0, worked: 0 }, minute)).toBeNull();
  expect(watch.look({ bytes: 10, worked: 0 }, minute + 1)).toBeNull();
  expect(watch.look({ bytes: 10, worked: 0 }, 2 * minute + 1)).toBeNull();
  expect(watch.look({ bytes: 10, worked: 0 }, 2 * minute + 2)).toBe(minute);
});

it('waits for images that are opened before the first byte, and compared and sealed behind the last', () => {
  const watch = new StallWatch(0);
  for (let at = 1; at < 60; at++) expect(watch.look({ bytes: 0, worked: at }, at * minute)).toBeNull();
  expect(watch.look({ bytes: 1 << 30, worked: 60 }, 60 * minute)).toBeNull();
  for (let at = 61; at < 90; at++) expect(watch.look({ bytes: 1 << 30, worked: at }, at * minute)).toBeNull();
  expect(watch.look({ bytes: 1 << 30, worked: 89 }, 99 * minute)).toBeNull();
  expect(watch.look({ bytes: 1 << 30, worked: 89 }, 99 * minute + 1)).toBe(10 * minute);
});
