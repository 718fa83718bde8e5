import { expect, it } from 'vitest';
import { Doorbell } from './doorbell.ts';

const long = 60_000;

it('wakes who waits', async () => {
  const bell = new Doorbell();
  const waiting = bell.wait(long);
  bell.ring();
  await waiting;
});

it('remembers a ring while nobody waited, once', async () => {
  const bell = new Doorbell();
  bell.ring();
  bell.ring();
  await bell.wait(long);
  const started = Date.now();
  await bell.wait(30);
  expect(Date.now() - started).toBeGreaterThanOrEqual(25);
});

it('lets go when it is told to end, also when it was told before', async () => {
  const ending = new AbortController();
  const bell = new Doorbell();
  const waiting = bell.wait(long, ending.signal);
  ending.abort();
  await waiting;
  await bell.wait(long, ending.signal);
});
