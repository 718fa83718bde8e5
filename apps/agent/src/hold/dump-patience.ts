import { bootMs } from './boot-clock.ts';

/** How long CRIU may take before it has seized anything. */
const unseizedMs = 60_000;

/**
 * How long a CRIU may take to let go of the tree, in milliseconds. In its hook it only has to detach. Before that it may be injecting
 * code into the tree, where its death can take the tree with it, so that it is left to work until the deadline.
 *
 * @param deadline on the boot clock; infinite before anything was seized
 */
export const dumpPatienceMs = (isHooked: boolean, deadlineReached: boolean, deadline: number): number => {
  if (isHooked) return deadlineReached ? 800 : 5000;
  if (deadlineReached) return 300;
  return Number.isFinite(deadline) ? Math.max(300, deadline - bootMs()) : unseizedMs;
};
