'use client';
import { cn, useNow } from '@godwit/ui';
import { useLiveState } from '../live/live-context.ts';
import { liveWords } from '../live/live-state.ts';

const dots = { live: 'bg-can', connecting: 'bg-slate', lost: 'bg-amber' } as const;

/** Whether what is on screen is what is, in words. */
export function LiveDot() {
  const state = useLiveState();
  const now = useNow(state.connection === 'lost' ? 1000 : null);
  return (
    <p
      className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-2"
      data-testid="live"
      data-connection={state.connection}
    >
      <span aria-hidden="true" className={cn('size-2 rounded-full', dots[state.connection])} />
      <span>{liveWords(state, now)}</span>
      <span role="status" className="sr-only">
        {state.connection === 'lost' ? 'Connection lost, reconnecting' : ''}
      </span>
    </p>
  );
}
