import { PlaceBadge, type PlaceState } from '@godwit/ui';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface PlaceColumnProps {
  side: 'source' | 'destination';
  host: { id: string; name: string };
  place: PlaceState;
  /** What the side's journal says. */
  words: string;
  detail: string | null;
  phase: string | null;
  children?: ReactNode;
}

/** One end of the run and what the workload does there. */
export function PlaceColumn({ side, host, place, words, detail, phase, children }: PlaceColumnProps) {
  return (
    <section
      aria-label={side === 'source' ? 'Source' : 'Destination'}
      data-side={side}
      data-place={place}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4 shadow-panel"
    >
      <div>
        <p className="text-xs text-ink-3">{side === 'source' ? 'Source' : 'Destination'}</p>
        <Link href={`/hosts/${host.id}`} className="text-lg font-medium break-words hover:underline">
          {host.name}
        </Link>
      </div>
      <PlaceBadge place={place} size="lg" />
      <p className="text-sm text-ink-2">{words}</p>
      {detail ? <p className="text-sm break-words text-ink-2">{detail}</p> : null}
      {phase ? <p className="mt-auto text-xs text-ink-3">CRIU: {phase}</p> : null}
      {children}
    </section>
  );
}
