'use client';
import type { RunView } from '@godwit/domain/history';
import { DowntimeCounter, PageStream, type RatePoint } from '@godwit/ui';
import { useLiveState } from '../../live/live-context.ts';
import { FilesProgress } from './files-progress.tsx';
import { isCopyingAhead } from './view/journal-words.ts';
import { streamOf } from './view/stream-of.ts';

interface MiddleColumnProps {
  view: RunView;
  points: readonly RatePoint[];
  clockOffsetMs: number;
}

/** The end of the standstill minus its measured length, so that the counter and the four times agree afterwards. */
const frozenAtMs = (view: RunView): number | null => {
  const { switchOverUs, frozenUs } = view.times;
  if (view.kind === 'rehearsal' && frozenUs !== null && view.resumedAt !== null)
    return Date.parse(view.resumedAt) - frozenUs / 1000;
  if (switchOverUs !== null && view.resumedAt !== null) return Date.parse(view.resumedAt) - switchOverUs / 1000;
  return ms(view.frozenAt);
};

const ms = (iso: string | null) => (iso === null ? null : Date.parse(iso));

/** What happens between the two ends: how long nothing has run, and what travels. */
export function MiddleColumn({ view, points, clockOffsetMs }: MiddleColumnProps) {
  const { connection } = useLiveState();
  const running = view.state !== 'finished';
  const stale = running && connection === 'lost';
  const progress = streamOf(view);
  return (
    <div className={`flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-panel`}>
      <DowntimeCounter
        frozenAtMs={frozenAtMs(view)}
        runningAgainAtMs={ms(view.resumedAt) ?? (running ? null : ms(view.finishedAt))}
        clockOffsetMs={clockOffsetMs}
        stale={stale}
      />
      <PageStream
        sentBytes={progress?.sentBytes ?? 0}
        expectedBytes={progress?.expectedBytes ?? null}
        bytesPerSecond={progress?.bytesPerSecond ?? null}
        pagesWritten={progress?.pagesWritten ?? null}
        points={points}
        active={running && (view.sides.source.state === 'dumping' || isCopyingAhead(view))}
      />
      {view.files ? <FilesProgress files={view.files} /> : null}
    </div>
  );
}
