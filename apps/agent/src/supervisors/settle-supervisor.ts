import type { HeldSupervisor, Settlement } from './held-supervisor.ts';
import { endLoop, releaseLoop } from './restart-loop.ts';
import { endSupervisord, releaseSupervisord } from './supervisord.ts';
import { endUnit, hostSystemd, releaseUnit } from './systemd-unit.ts';

/**
 * Lets go of what was held: as it was before when the source was given back, and so that it never starts the workload
 * again after the commit. Idempotent. Never throws: what failed stays held and is tried again.
 */
export const settleSupervisor = async (
  held: HeldSupervisor,
  { committed, bootId }: { committed: boolean; bootId: string },
): Promise<Settlement> => {
  try {
    if (held.way === 'systemd-override') return await (committed ? endUnit : releaseUnit)(hostSystemd, held);
    if (held.bootId !== bootId) return { done: true, words: `${held.name} ended with the last boot of this host.` };
    if (held.way === 'stop-loop') return await (committed ? endLoop : releaseLoop)(held);
    return await (committed ? endSupervisord : releaseSupervisord)(held);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { done: false, words: `${held.name} could not be let go as it should: ${why}` };
  }
};
