'use client';
import { Face, PanelSkeleton, Segmented } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import type { ProbeSet, ProbeSetDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useUrlState } from '../../url/use-url-state.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { Counts, MatrixTables, Missing } from './matrix-view.tsx';
import { ProbeActions } from './probe-actions.tsx';
import { isUnderWay } from './probe-words.ts';
import { NewestState, SetChoice } from './set-head.tsx';

/** A set has results once it knows which CRIU it asked. */
const hasResults = ({ criuVersion }: ProbeSet): boolean => criuVersion !== null;

function SetResults({ set, beforeId }: { set: ProbeSetDetail; beforeId: string | null }) {
  const { get, set: setUrl } = useUrlState();
  const onlyTrouble = get('show') === 'trouble';
  if (!set.matrix || !set.summary) return null;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        <Counts counts={set.summary.counts} />
        <Segmented
          label="Which probes"
          value={onlyTrouble ? 'trouble' : 'all'}
          onChange={(show) => setUrl({ show: show === 'all' ? null : show })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'trouble', label: 'What does not work' },
          ]}
        />
      </div>
      <Missing matrix={set.matrix} summary={set.summary} />
      <ChangesPanel set={set} beforeId={beforeId} />
      <MatrixTables matrix={set.matrix} onlyTrouble={onlyTrouble} />
    </div>
  );
}

function ChosenSet({ sets }: { sets: readonly ProbeSet[] }) {
  const trpc = useTRPC();
  const { get, set: setUrl } = useUrlState();
  const whole = sets.find(({ state }) => state === 'finished') ?? sets[0];
  const chosen = sets.find(({ id }) => id === get('set')) ?? whole;
  const before = chosen && sets[sets.indexOf(chosen) + 1];
  const detail = useQuery(
    trpc.probes.get.queryOptions({ probeSetId: chosen?.id ?? '' }, { enabled: chosen !== undefined }),
  );
  if (!chosen) return null;
  return (
    <>
      <SetChoice sets={sets} chosen={chosen} onChoose={(id) => setUrl({ set: id === whole?.id ? null : id })} />
      <WithData query={detail} loading={<PanelSkeleton lines={8} label="the probes" />}>
        {(data) => <SetResults set={data} beforeId={before?.id ?? null} />}
      </WithData>
    </>
  );
}

function NeverProbed({ hostId }: { hostId: string }) {
  return (
    <Face icon={<FlaskConical />} title="Not probed yet" action={<ProbeActions hostId={hostId} newest={undefined} />}>
      Small programs, each holding one kind of resource, are dumped and restored on this host and asked whether it still
      works. That says more than any table of versions, and takes about half a minute.
    </Face>
  );
}

/** What this host was seen to carry: rows of probes by kind, and what changed over time. */
export function CapabilitiesTab({ hostId }: { hostId: string }) {
  const trpc = useTRPC();
  const sets = useQuery(
    trpc.probes.list.queryOptions(
      { hostId },
      { refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? 1500 : 15_000) },
    ),
  );
  return (
    <WithData query={sets} loading={<PanelSkeleton lines={8} label="the probes" />}>
      {({ items }) =>
        items[0] === undefined ? (
          <NeverProbed hostId={hostId} />
        ) : (
          <div className="space-y-4">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <NewestState newest={items[0]} />
              <ProbeActions hostId={hostId} newest={items[0]} />
            </div>
            <ChosenSet sets={items.filter(hasResults)} />
          </div>
        )
      }
    </WithData>
  );
}
