import type { RunView } from '@godwit/domain/history';
import { PageStream, type RatePoint } from '@godwit/ui';
import { MoveRight } from 'lucide-react';
import Link from 'next/link';
import type { RunDetail } from '../../api/types.ts';
import { ChosenNote } from './chosen-note.tsx';

interface SentImagesProps {
  run: RunDetail;
  view: RunView;
  points: readonly RatePoint[];
}

const box = 'flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4 shadow-panel';

function Place({ title, host, words }: { title: string; host: { id: string; name: string }; words: string }) {
  return (
    <section aria-label={title} className={box}>
      <div>
        <p className="text-xs text-ink-3">{title}</p>
        <Link href={`/hosts/${host.id}`} className="text-lg font-medium break-words hover:underline">
          {host.name}
        </Link>
      </div>
      <p className="text-sm text-ink-2">{words}</p>
    </section>
  );
}

function Arrow() {
  return (
    <div aria-hidden="true" className="grid place-items-center text-line-strong max-lg:rotate-90">
      <MoveRight className="size-6" />
    </div>
  );
}

/** A kept checkpoint on its way: nothing runs and nothing stands still on either side. */
export function SentImages({ run, view, points }: SentImagesProps) {
  const progress = view.progress.source;
  const arrived = view.outcome === 'succeeded';
  const there = arrived
    ? 'Kept here: signed by the sender, checked, on the disk.'
    : 'Nothing is kept before all is here.';
  return (
    <div className="live-figures grid gap-3 lg:grid-cols-[1fr_auto_1fr_auto_1fr]">
      <Place title="From" host={run.source} words="The images stay here as they are." />
      <Arrow />
      <div className={box}>
        <PageStream
          sentBytes={progress?.sentBytes ?? 0}
          expectedBytes={progress?.expectedBytes ?? null}
          bytesPerSecond={progress?.bytesPerSecond ?? null}
          pagesWritten={null}
          points={points}
          active={view.state === 'running'}
        />
        <ChosenNote controls={run.controls} />
      </div>
      <Arrow />
      {run.destination ? <Place title="To" host={run.destination} words={there} /> : null}
    </div>
  );
}
