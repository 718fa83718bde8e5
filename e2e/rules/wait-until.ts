import { setTimeout } from 'node:timers/promises';

/** Waits until something holds, at most 15 seconds; throws with what was awaited and what was seen instead. */
export const waitUntil = async (what: string, holds: () => boolean, seen = () => ''): Promise<void> => {
  const giveUpMs = performance.now() + 15_000;
  while (!holds()) {
    if (performance.now() > giveUpMs) throw new Error(`Waited in vain for ${what}. ${seen()}`);
    await setTimeout(25);
  }
};
