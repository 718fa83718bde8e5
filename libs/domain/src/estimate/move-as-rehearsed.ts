import type { PastRehearsal } from './estimate-rehearsal.ts';
import type { PastMove } from './move-size.ts';

/** What a move does from the built copy to its first instruction: permission, commit, release (measured: 40 ms to 120 ms). */
const commitUs = 80_000;

/**
 * The move that a rehearsal would have been. A move stands still until the copy is built, and then for the commit; its total is not
 * foretold, because a rehearsal ends otherwise.
 */
export const moveAsRehearsed = ({ memoryBytes, processes, readyUs }: PastRehearsal): PastMove => {
  const standsStillUs = readyUs === null ? null : readyUs + commitUs;
  return { memoryBytes, processes, frozenUs: standsStillUs, switchOverUs: standsStillUs, totalUs: null };
};
