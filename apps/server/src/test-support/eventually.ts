import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until `look` gives something other than null, false or undefined; throws after `deadlineMs`. */
export const eventually = async <T>(look: () => T | Promise<T>, deadlineMs = 25_000): Promise<NonNullable<T>> => {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${deadlineMs} ms: ${look}`);
    await sleep(50);
  }
};
