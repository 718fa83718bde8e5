'use client';
import type { RunView } from '@godwit/domain/history';
import type { RatePoint } from '@godwit/ui';
import { MoveRight } from 'lucide-react';
import type { RunDetail } from '../../api/types.ts';
import { rehearsalSideWords } from '../rehearsal/rehearsal-words.ts';
import { ChosenNote } from './chosen-note.tsx';
import { MiddleColumn } from './middle-column.tsx';
import { PlaceColumn } from './place-column.tsx';
import { journalWords } from './view/journal-words.ts';
import { phaseWords } from './view/phase-words.ts';
import { destinationPlace, sourcePlace } from './view/place-of.ts';

interface RunSidesProps {
  run: RunDetail;
  view: RunView;
  points: readonly RatePoint[];
  clockOffsetMs: number;
}

const currentPhase = (view: RunView, side: 'source' | 'destination') => {
  const phase = view.phases.findLast((entry) => entry.side === side);
  return phase && view.state !== 'finished' ? phaseWords(phase.phase) : null;
};

const oneHostWords: Record<Exclude<RunDetail['kind'], 'move' | 'rehearsal' | 'send'>, string> = {
  dump: 'Its memory and state are written to images on this host.',
  restore: 'It is built again from its images on this host.',
};

/** How long the source stands still at most before it gives itself back. */
function HoldNote({ run, view }: { run: RunDetail; view: RunView }) {
  if (run.holdSeconds === null || view.committed || view.state === 'finished' || view.frozenAt === null) return null;
  return (
    <p className="text-xs text-ink-3">Without a commit it gives itself back {run.holdSeconds} s after the freeze.</p>
  );
}

const wordsOf = ({ kind }: RunDetail, view: RunView, side: 'source' | 'destination'): string => {
  const { state } = view.sides[side];
  if (kind === 'dump' || kind === 'restore') return oneHostWords[kind];
  const own = kind === 'rehearsal' ? rehearsalSideWords(side, state) : null;
  return own ?? journalWords(side, view);
};

function Side({ run, view, side }: { run: RunDetail; view: RunView; side: 'source' | 'destination' }) {
  const { detail } = view.sides[side];
  return (
    <PlaceColumn
      side={side}
      host={side === 'source' ? run.source : (run.destination ?? run.source)}
      place={side === 'source' ? sourcePlace(view) : destinationPlace(view)}
      words={wordsOf(run, view, side)}
      detail={detail}
      phase={currentPhase(view, side)}
    >
      {side === 'source' ? <HoldNote run={run} view={view} /> : null}
      {side === 'source' ? <ChosenNote controls={run.controls} /> : null}
    </PlaceColumn>
  );
}

const threeColumns = 'lg:grid-cols-[1fr_auto_1fr_auto_1fr]';

/** A restore freezes nothing and streams nothing, so its host stands alone. */
const columns = ({ kind }: RunDetail): string =>
  ({ move: threeColumns, rehearsal: threeColumns, send: threeColumns, dump: 'lg:grid-cols-2', restore: '' })[kind];

/** Source, stream, destination; a dump or restore has one host only. */
export function RunSides({ run, view, points, clockOffsetMs }: RunSidesProps) {
  const moves = run.destination !== null;
  return (
    <div className={`live-figures grid gap-3 ${columns(run)}`}>
      <Side run={run} view={view} side="source" />
      {moves ? <Arrow /> : null}
      {run.kind === 'restore' ? null : <MiddleColumn view={view} points={points} clockOffsetMs={clockOffsetMs} />}
      {moves ? <Arrow /> : null}
      {moves ? <Side run={run} view={view} side="destination" /> : null}
    </div>
  );
}

function Arrow() {
  return (
    <div aria-hidden="true" className="grid place-items-center text-line-strong max-lg:rotate-90">
      <MoveRight className="size-6" />
    </div>
  );
}
