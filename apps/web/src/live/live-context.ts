'use client';
import { createContext, useContext, useEffect } from 'react';
import type { LiveEvent } from '../api/types.ts';
import type { LiveState } from './live-state.ts';

export interface Topics {
  fleet: true;
  runId?: string;
  workloadId?: string;
}

interface Live {
  state: LiveState;
  setTopics: (topics: Topics) => void;
  /** Calls back for every event until the returned function is called. */
  listen: (listener: (event: LiveEvent) => void) => () => void;
}

export const LiveContext = createContext<Live | null>(null);

const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (!live) throw new Error('A live page stands outside the shell.');
  return live;
};

/** How the page's one subscription stands. */
export const useLiveState = (): LiveState => useLive().state;

/** Adds a topic of this page to its subscription, for as long as the page is open. */
export const useLiveTopic = (topic: { runId?: string; workloadId?: string }): void => {
  const { setTopics } = useLive();
  const { runId, workloadId } = topic;
  useEffect(() => {
    setTopics({ fleet: true, ...(runId ? { runId } : {}), ...(workloadId ? { workloadId } : {}) });
    return () => setTopics({ fleet: true });
  }, [setTopics, runId, workloadId]);
};

/** Calls back for every live event while the page is open; `listener` must be stable. */
export const useLiveEvents = (listener: (event: LiveEvent) => void): void => {
  const { listen } = useLive();
  useEffect(() => listen(listener), [listen, listener]);
};
