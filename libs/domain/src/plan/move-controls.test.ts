import { expect, it } from 'vitest';
import { holdSecondsFor } from './hold-seconds.ts';
import { controlsOf, keepsCheckpoint, moveControlsSchema, secondsFor } from './move-controls.ts';

it('takes the chosen time of a part, and never more than the hold', () => {
  const controls = { deadlineSeconds: { dump: 20, restore: 500 } };
  expect(secondsFor(controls, 'dump', 60)).toBe(20);
  expect(secondsFor(controls, 'restore', 60)).toBe(60);
  expect(secondsFor({}, 'prepare', 30)).toBe(30);
});

it('keeps a full checkpoint only of a stop-and-copy', () => {
  expect(keepsCheckpoint({ keepCheckpoint: true })).toBe(true);
  expect(keepsCheckpoint({ keepCheckpoint: true, mode: 'stop-and-copy' })).toBe(true);
  for (const mode of ['pre-copy', 'post-copy'] as const)
    expect(keepsCheckpoint({ keepCheckpoint: true, mode })).toBe(false);
  expect(keepsCheckpoint({})).toBe(false);
});

it('keeps nothing but controls', () => {
  const plan = { bandwidthBytesPerSecond: 1_000_000, holdSeconds: 4, kind: 'move' };
  expect(controlsOf(plan)).toEqual({ bandwidthBytesPerSecond: 1_000_000 });
  expect(controlsOf({})).toEqual({});
});

it('refuses what makes no sense', () => {
  expect(moveControlsSchema.safeParse({ bandwidthBytesPerSecond: 10 }).success).toBe(false);
  expect(moveControlsSchema.safeParse({ deadlineSeconds: { dump: 0 } }).success).toBe(false);
  expect(moveControlsSchema.parse({})).toEqual({});
});

it('holds for as long as a narrow line takes', () => {
  expect(holdSecondsFor(100 * 1024 * 1024, 1024 * 1024)).toBe(136);
  expect(holdSecondsFor(100 * 1024 * 1024)).toBe(35);
  expect(holdSecondsFor(100 * 1024 * 1024, 1024 ** 3)).toBe(35);
});
