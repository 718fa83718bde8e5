import type { Store } from '@godwit/history-store';
import type { Logger } from 'pino';
import type { AgentLink } from '../agent-gateway/agent-link.ts';
import type { WakeUps } from '../live/wake-ups.ts';

/** What the run engine works with. */
export interface EngineParts {
  store: Store;
  agents: AgentLink;
  wakeUps: WakeUps;
  log: Logger;
  now: () => Date;
  pace: Pace;
}

/** How long the engine waits where it has to; tests make it hurry. */
export interface Pace {
  /** Between two looks at a side that says nothing. */
  lookAgainMs: number;
  /** First wait before a step is performed again after the commit; doubles up to `longestRetryMs`. */
  retryMs: number;
  longestRetryMs: number;
  /** How long a step waits for an agent that is not connected before it fails. */
  connectPatienceMs: number;
  /** On top of the hold: how long a silent side is waited for before its deadline has made the question moot. */
  graceMs: number;
  /** How long the address may wait for a source that is gone and silent. */
  addressPatienceMs: number;
  /** Between two tries to become the server that runs runs. */
  takeoverMs: number;
}

export const usualPace: Pace = {
  lookAgainMs: 1000,
  retryMs: 1000,
  longestRetryMs: 30_000,
  connectPatienceMs: 20_000,
  graceMs: 30_000,
  addressPatienceMs: 20_000,
  takeoverMs: 1000,
};
