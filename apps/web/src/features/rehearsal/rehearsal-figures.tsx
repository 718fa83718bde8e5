import type { RehearsalEstimate, TimeRange } from '@godwit/domain/estimate';
import type { RunView } from '@godwit/domain/history';
import { formatBytes, formatRange, formatUs } from '@godwit/ui';

interface Figure {
  title: string;
  note: string;
  value: string | null;
  estimated: TimeRange | null;
}

const time = (us: number | null | undefined): string | null => (us == null ? null : formatUs(us));

const figuresOf = ({ times, built }: RunView, estimate: RehearsalEstimate | null): Figure[] => {
  const bytes = built?.imageBytes ?? null;
  return [
    { title: 'Frozen', note: "CRIU's own figure", value: time(times.frozenUs), estimated: estimate?.frozen ?? null },
    { title: 'Built in', note: 'by CRIU on the destination', value: time(built?.buildUs), estimated: null },
    {
      title: 'Images',
      note: 'sent while it ran again',
      value: bytes === null ? null : formatBytes(bytes),
      estimated: null,
    },
    { title: 'Total', note: 'click to swept', value: time(times.totalUs), estimated: estimate?.total ?? null },
  ];
};

/** What a rehearsal cost, beside what was announced. */
export function RehearsalFigures({ view, estimate }: { view: RunView; estimate: RehearsalEstimate | null }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {figuresOf(view, estimate).map(({ title, note, value, estimated }) => (
        <div key={title} className="bg-surface px-4 py-3">
          <dt className="text-xs text-ink-3">{title}</dt>
          <dd className="text-xl font-medium">
            {value ?? <span className="text-base font-normal text-ink-3">not measured</span>}
          </dd>
          <dd className="text-xs text-ink-3">{note}</dd>
          {estimated ? (
            <dd className="mt-1 border-t border-line pt-1 text-xs text-ink-3">announced {formatRange(estimated)}</dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}
