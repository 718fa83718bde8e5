'use client';
import { Notice, useNow } from '@godwit/ui';
import { CloudOff } from 'lucide-react';
import { useLiveState } from '../live/live-context.ts';

/** A short break is the top bar's to tell; after so long the page says it too. */
const worthSayingMs = 3000;

/** Since when nothing new has arrived, and what that means for what is on screen. */
export function ConnectionLost() {
  const { connection, lostSinceMs } = useLiveState();
  const now = useNow(connection === 'lost' ? 1000 : null);
  if (connection !== 'lost' || lostSinceMs === null || now - lostSinceMs < worthSayingMs) return null;
  const since = new Date(lostSinceMs).toLocaleTimeString();
  return (
    <Notice urgent tone="amber" icon={<CloudOff />} title={`Connection lost since ${since}`} className="mb-4">
      What you see is from before. It is asked again by itself; runs go on without this page.
    </Notice>
  );
}
