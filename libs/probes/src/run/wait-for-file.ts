import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const periodMs = 4;

/** Something took longer than it may; nothing follows from that for what was tried. */
export class DeadlinePassed extends Error {}

export interface Patience {
  deadlineMs: number;
  /** What is waited for; completes "... did not come within". */
  what: string;
  /** Looked at while waiting: throws when there is nothing to wait for any more. */
  check: () => void;
}

/** Resolves with the first of the files that exists. Throws DeadlinePassed, or what `check` throws. */
export const waitForFile = async (files: readonly string[], { deadlineMs, what, check }: Patience): Promise<string> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = files.find((file) => existsSync(file));
    if (found !== undefined) return found;
    check();
    if (performance.now() > end) throw new DeadlinePassed(`${what} did not come within ${deadlineMs / 1000} s`);
    await sleep(periodMs);
  }
};
