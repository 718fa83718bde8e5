import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is truthy, and returns it.
 *
 * @template T
 * @param {() => T} ask
 * @param {{ timeoutMs: number, otherwise: () => string }} options `otherwise` says what is wrong when time is up
 * @returns {Promise<T>}
 */
export async function waitUntil(ask, { timeoutMs, otherwise }) {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(otherwise());
    await sleep(10);
  }
}
