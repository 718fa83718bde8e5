'use client';
import { Notice, RelativeTime, Select } from '@godwit/ui';
import { CircleX, LoaderCircle } from 'lucide-react';
import type { ProbeSet } from '../../api/types.ts';
import { isUnderWay, stateWords, triggerWords } from './probe-words.ts';

/** How far the set that is under way has come, or why the newest one has no result. */
export function NewestState({ newest }: { newest: ProbeSet }) {
  if (isUnderWay(newest))
    return (
      <p role="status" className="flex items-center gap-2 text-sm text-ice">
        <LoaderCircle className="size-4 animate-spin motion-reduce:animate-none" aria-hidden="true" />
        {stateWords[newest.state]}: {newest.done} of {newest.total} probes. Nothing else on the host is touched.
      </p>
    );
  if (newest.state === 'finished') return null;
  return (
    <Notice
      tone="amber"
      icon={<CircleX />}
      title={`The newest set of probes: ${stateWords[newest.state].toLowerCase()}`}
    >
      {newest.problem ?? 'It ended before its time; what it had seen until then is kept.'}
    </Notice>
  );
}

const optionOf = (set: ProbeSet) => ({
  value: set.id,
  label: `${new Date(set.startedAt).toLocaleString()}, CRIU ${set.criuVersion}`,
});

interface SetChoiceProps {
  sets: readonly ProbeSet[];
  chosen: ProbeSet;
  onChoose: (id: string) => void;
}

/** Which set is shown: the newest with results, or an older one. */
export function SetChoice({ sets, chosen, onChoose }: SetChoiceProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      {sets.length > 1 ? (
        <Select label="Which probing" value={chosen.id} onChange={onChoose} options={sets.map(optionOf)} />
      ) : null}
      <span>
        <RelativeTime iso={chosen.startedAt} />, {triggerWords(chosen.trigger)}; kernel {chosen.kernel}, CRIU{' '}
        {chosen.criuVersion}
      </span>
    </div>
  );
}
