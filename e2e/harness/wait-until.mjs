import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is truthy, and gives it.
 *
 * @template T
 * @param {() => T | Promise<T>} ask an error counts as "not yet" and is told when time is up
 * @param {{ timeoutMs: number, what: string, everyMs?: number }} options
 * @returns {Promise<NonNullable<Awaited<T>>>}
 */
export async function waitUntil(ask, { timeoutMs, what, everyMs = 50 }) {
  const end = performance.now() + timeoutMs;
  for (let trouble = ''; ; ) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      trouble = ` (${error.message})`;
    }
    if (performance.now() > end) throw new Error(`${what} did not happen within ${timeoutMs} ms${trouble}.`);
    await sleep(everyMs);
  }
}
