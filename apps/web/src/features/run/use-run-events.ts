'use client';
import { applyEvent, emptyView, type RunView } from '@godwit/domain/history';
import type { RunEvent } from '@godwit/domain/run';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { LiveEvent } from '../../api/types.ts';
import { useLiveEvents, useLiveTopic } from '../../live/live-context.ts';
import { mergeEvents } from './view/merge-events.ts';

/** Folds only what is new when the list has grown at its end; starts over when something came in between. */
const useFolded = (events: readonly RunEvent[]): RunView => {
  const last = useRef<{ view: RunView; count: number; lastId: string | null }>({
    view: emptyView(),
    count: 0,
    lastId: null,
  });
  return useMemo(() => {
    const { view, count, lastId } = last.current;
    const grown = count > 0 && events[count - 1]?.id === lastId;
    const next = (grown ? events.slice(count) : events).reduce(applyEvent, grown ? view : emptyView());
    last.current = { view: next, count: events.length, lastId: events.at(-1)?.id ?? null };
    return next;
  }, [events]);
};

/**
 * All events of a run: those the server had at first and those that came since, each once. The view is derived from them
 * alone, so a reload or a second viewer sees the same.
 */
export const useRunEvents = (runId: string, first: readonly RunEvent[]) => {
  const [live, setLive] = useState<readonly RunEvent[]>([]);
  const [clockOffsetMs, setClockOffset] = useState(0);
  const waiting = useRef<RunEvent[]>([]);
  useLiveTopic({ runId });
  const onEvent = useCallback(
    (message: LiveEvent) => {
      if (message.type !== 'run.event' || message.event.runId !== runId) return;
      const behind = Date.parse(message.event.at) - Date.now();
      // The fastest message tells the difference of the clocks best.
      if (Math.abs(behind) < 60_000) setClockOffset((before) => (before === 0 ? behind : Math.max(before, behind)));
      waiting.current.push(message.event);
      if (waiting.current.length > 1) return;
      setTimeout(() => {
        const arrived = waiting.current;
        waiting.current = [];
        setLive((before) => mergeEvents(before, arrived));
      }, 40);
    },
    [runId],
  );
  useLiveEvents(onEvent);
  const events = useMemo(() => mergeEvents(first, live), [first, live]);
  return { events, view: useFolded(events), clockOffsetMs };
};
