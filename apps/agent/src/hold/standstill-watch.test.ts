import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StandstillWatch } from './standstill-watch.ts';

const seized = 'Seized task 7, state 1';
const free = "Pre-dumping tasks' memory";
let said: string[];
beforeEach(() => {
  vi.useFakeTimers();
  said = [];
});
afterEach(() => vi.useRealTimers());

const watch = (seconds?: number) => new StandstillWatch(seconds, (why) => said.push(why));

it('counts from the first task that is seized, once, and not before', () => {
  const two = watch(2);
  vi.advanceTimersByTime(10_000);
  two.read('Collecting');
  two.read(seized);
  vi.advanceTimersByTime(1500);
  two.read(seized);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(501);
  expect(said).toEqual(['the tree stood still for longer than the 2 s that the plan allows']);
});

it('is over when the tree runs again, when CRIU has ended, and where nothing is allowed for', () => {
  const [freed, ended, endless] = [watch(1), watch(1), watch()];
  for (const one of [freed, ended, endless]) one.read(seized);
  freed.read(free);
  freed.read(seized);
  ended.end();
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([]);
});
