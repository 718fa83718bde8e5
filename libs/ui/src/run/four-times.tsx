import type { RunTimes } from '@godwit/domain/run';
import { formatUs } from '../format/durations.ts';

const figures: readonly { key: keyof RunTimes; title: string; note: string }[] = [
  { key: 'frozenUs', title: 'Frozen', note: "CRIU's own figure" },
  { key: 'switchOverUs', title: 'Switch-over', note: 'source frozen to copy running' },
  { key: 'totalUs', title: 'Total', note: 'click to proved' },
  { key: 'overheadUs', title: 'Overhead', note: 'beyond bytes and bandwidth' },
];

/** Downtime is four numbers, always all four. */
export function FourTimes({ times }: { times: RunTimes }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {figures.map(({ key, title, note }) => (
        <div key={key} className="bg-surface px-4 py-3">
          <dt className="text-xs text-ink-3">{title}</dt>
          <dd className="text-xl font-medium">
            {times[key] === null ? (
              <span className="text-base font-normal text-ink-3">not measured</span>
            ) : (
              formatUs(times[key])
            )}
          </dd>
          <dd className="text-xs text-ink-3">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
