import type { Watch } from '../observation/watch-workloads.ts';
import { newSetId, type ProbeSets } from './probe-sets.ts';

const periodMs = 60_000;
/** After the agent has started, so that its first seconds belong to what somebody waits for. */
const delayMs = 10_000;

/** Whether GODWIT_AGENT_PROBES lets this agent probe its host by itself; it does unless that says `off`. */
export const mayProbe = (env: NodeJS.ProcessEnv): boolean => env.GODWIT_AGENT_PROBES !== 'off';

/**
 * Probes this host by itself when its CRIU was never probed on its kernel: after it has joined, and after either has changed.
 * Never while a run is under way. A set that failed is not tried again before the agent is started anew.
 */
export const watchProbes = (sets: ProbeSets, isBusy: () => boolean): Watch => {
  let tried = false;
  const look = (): void => {
    if (tried || isBusy() || sets.recall() !== null) return;
    tried = sets.start(newSetId(), 'unprobed').started;
  };
  const first = setTimeout(look, delayMs);
  const timer = setInterval(look, periodMs);
  const stop = (): void => {
    clearTimeout(first);
    clearInterval(timer);
    sets.cancel();
  };
  return { tellAll: async () => undefined, stop };
};
