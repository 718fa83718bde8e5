/** How the page's subscription stands. */
export interface LiveState {
  connection: 'connecting' | 'live' | 'lost';
  /** When it was lost, in this browser's milliseconds; null while it is live. */
  lostSinceMs: number | null;
}

type Status = 'idle' | 'connecting' | 'pending' | 'error';

export const startingState: LiveState = { connection: 'connecting', lostSinceMs: null };

/** What the subscription's status means after what came before it: only what was live can be lost. */
export const nextLiveState = (before: LiveState, status: Status, nowMs: number): LiveState => {
  if (status === 'pending') return before.connection === 'live' ? before : { connection: 'live', lostSinceMs: null };
  if (before.connection === 'lost') return before;
  if (before.connection === 'connecting' && status !== 'error') return before;
  return { connection: 'lost', lostSinceMs: nowMs };
};

/** The state in words, with the seconds since it was lost. */
export const liveWords = (state: LiveState, nowMs: number): string => {
  if (state.connection === 'live') return 'live';
  if (state.connection === 'connecting') return 'connecting';
  return `reconnecting, ${Math.max(0, Math.round((nowMs - (state.lostSinceMs ?? nowMs)) / 1000))} s`;
};
