'use client';
import { cn } from '../class-names.ts';
import { formatClock } from '../format/durations.ts';
import { useNow } from '../primitives/use-now.ts';

interface DowntimeCounterProps {
  /** When the source was frozen, in milliseconds; null before. */
  frozenAtMs: number | null;
  /** When a copy or the source ran again; null while nothing runs. */
  runningAgainAtMs: number | null;
  /** What to add to this browser's clock to get the server's. */
  clockOffsetMs: number;
  /** The figures may be old: the connection is lost. */
  stale?: boolean;
}

const words = (frozen: boolean, ended: boolean) => {
  if (ended) return 'Nothing ran for';
  return frozen ? 'Frozen for' : 'Not frozen yet';
};

/** How long nothing has been running, counting while it lasts. The figure is for the eye; phases are announced elsewhere. */
export function DowntimeCounter({ frozenAtMs, runningAgainAtMs, clockOffsetMs, stale }: DowntimeCounterProps) {
  const counting = frozenAtMs !== null && runningAgainAtMs === null && !stale;
  const now = useNow(counting ? 47 : null) + clockOffsetMs;
  const end = runningAgainAtMs ?? now;
  const ms = frozenAtMs === null ? 0 : Math.max(0, end - frozenAtMs);
  return (
    <div>
      <p className="text-xs text-ink-3">{words(frozenAtMs !== null, runningAgainAtMs !== null)}</p>
      <p
        aria-hidden={counting}
        data-testid="downtime"
        className={cn(
          'font-mono text-[44px] leading-[52px] tracking-tight',
          counting ? 'text-ice' : frozenAtMs === null ? 'text-ink-3' : 'text-ink',
        )}
      >
        {formatClock(ms)}
        <span className="ml-1.5 font-sans text-lg text-ink-3">{ms < 60_000 ? 's' : 'min'}</span>
      </p>
    </div>
  );
}
