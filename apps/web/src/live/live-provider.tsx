'use client';
import { useSubscription } from '@trpc/tanstack-react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTRPC } from '../api/trpc.ts';
import type { LiveEvent } from '../api/types.ts';
import { LiveContext, type Topics } from './live-context.ts';
import { nextLiveState, startingState } from './live-state.ts';
import { useRefresh } from './use-refresh.ts';

type Listener = (event: LiveEvent) => void;

/** The server refused or the stream broke for good: asked again after so long. */
const askAgainMs = 4000;

const useListeners = () => {
  const listeners = useRef(new Set<Listener>());
  const listen = useCallback((listener: Listener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  }, []);
  const tell = useCallback((event: LiveEvent) => {
    for (const listener of listeners.current) listener(event);
  }, []);
  return { listen, tell };
};

/** The one subscription of a page. It names its topics, and resumes after the last event it saw. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const [topics, setTopics] = useState<Topics>({ fleet: true });
  const [state, setState] = useState(startingState);
  const { listen, tell } = useListeners();
  const refresh = useRefresh();
  const onData = (message: { data: LiveEvent }) => {
    tell(message.data);
    refresh.after(message.data);
  };
  const { status, reset } = useSubscription(trpc.live.events.subscriptionOptions({ topics }, { onData }));
  const { everything } = refresh;
  useEffect(() => {
    setState((before) => {
      const next = nextLiveState(before, status, Date.now());
      if (before.connection === 'lost' && next.connection === 'live') everything();
      return next;
    });
    if (status !== 'error') return;
    const timer = setTimeout(reset, askAgainMs);
    return () => clearTimeout(timer);
  }, [status, reset, everything]);
  const live = useMemo(() => ({ state, setTopics, listen }), [state, listen]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
