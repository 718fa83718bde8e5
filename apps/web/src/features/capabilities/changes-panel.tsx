'use client';
import { NoRows, RelativeTime, Titled } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import type { ProbeSetDetail } from '../../api/types.ts';
import { type MatrixChange, matrixChanges } from './matrix-changes.ts';
import { outcomeWords } from './probe-words.ts';

const wordOf = (outcome: MatrixChange['after']): string =>
  outcome === null ? 'not in the set' : outcomeWords[outcome];

function Change({ change }: { change: MatrixChange }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 px-4 py-2 text-sm">
      <span className="font-medium">{change.title}</span>
      <span className="text-ink-3">{wordOf(change.before)}</span>
      <ArrowRight className="size-3.5 text-ink-3" aria-label="then" />
      <span className={change.after === 'works' ? 'text-can' : 'text-cannot'}>{wordOf(change.after)}</span>
    </li>
  );
}

interface ChangesPanelProps {
  set: ProbeSetDetail;
  /** The set before it that has results; null when it is the first. */
  beforeId: string | null;
}

/** What this set saw that the one before had seen differently, with kernel and CRIU of both. */
export function ChangesPanel({ set, beforeId }: ChangesPanelProps) {
  const trpc = useTRPC();
  const before = useQuery(trpc.probes.get.queryOptions({ probeSetId: beforeId ?? '' }, { enabled: beforeId !== null }));
  if (beforeId === null || !before.data?.matrix || !set.matrix) return null;
  const changes = matrixChanges(before.data.matrix, set.matrix);
  return (
    <Titled
      title="Changes"
      note={
        <>
          since <RelativeTime iso={before.data.startedAt} />: kernel {before.data.kernel}, CRIU{' '}
          {before.data.criuVersion}
        </>
      }
    >
      {changes.length === 0 ? (
        <NoRows>None: every kind behaved as it had before.</NoRows>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface shadow-panel">
          {changes.map((change) => (
            <Change key={change.id} change={change} />
          ))}
        </ul>
      )}
    </Titled>
  );
}
