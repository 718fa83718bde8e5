import { expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const clock = () => {
  let at = 0;
  return {
    now: () => at,
    wait: async (ms: number) => {
      at += ms;
    },
  };
};

it('lets no more through than the limit, however the pieces are cut', async () => {
  for (const piece of [100, 4096, 1 << 20]) {
    const { now, wait } = clock();
    const limit = createRateLimit(1_000_000, now, wait);
    const total = 40 * (1 << 20);
    for (let sent = 0; sent < total; sent += piece) await limit.take(piece);
    expect(now()).toBeGreaterThan(total / 950 - 1);
    expect(now()).toBeLessThan((total / 950) * 1.02 + piece / 950);
  }
});

it('does not save up what was not used', async () => {
  const { now, wait } = clock();
  const limit = createRateLimit(1_000_000, now, wait);
  await wait(60_000);
  const from = now();
  await limit.take(950_000);
  expect(now() - from).toBeGreaterThan(950);
});

it('cuts pieces that take a moment each', () => {
  expect(createRateLimit(1_000_000).pieceBytes).toBe(47_500);
  expect(createRateLimit(1000).pieceBytes).toBe(4096);
});
