import type { MoveEstimate, TimeRange } from '@godwit/domain/estimate';
import type { RunTimes } from '@godwit/domain/run';
import { formatRange, formatUs } from '../format/durations.ts';

type Estimated = 'frozen' | 'switchOver' | 'total';

const figures: readonly { key: keyof RunTimes; title: string; note: string; estimated: Estimated | null }[] = [
  { key: 'frozenUs', title: 'Frozen', note: "CRIU's own figure", estimated: 'frozen' },
  { key: 'switchOverUs', title: 'Switch-over', note: 'source frozen to copy running', estimated: 'switchOver' },
  { key: 'totalUs', title: 'Total', note: 'click to proved', estimated: 'total' },
  { key: 'overheadUs', title: 'Overhead', note: 'beyond bytes and bandwidth', estimated: null },
];

function Truth({ us }: { us: number | null }) {
  if (us === null) return <span className="text-base font-normal text-ink-3">not measured</span>;
  return formatUs(us);
}

function Estimate({ range }: { range: TimeRange }) {
  return <dd className="mt-1 border-t border-line pt-1 text-xs text-ink-3">estimated {formatRange(range)}</dd>;
}

interface FourTimesProps {
  times: RunTimes;
  /** What was thought before; stands beside the truth. */
  estimate?: MoveEstimate | null;
}

/** Downtime is four numbers, always all four. */
export function FourTimes({ times, estimate = null }: FourTimesProps) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {figures.map(({ key, title, note, estimated }) => (
        <div key={key} className="bg-surface px-4 py-3">
          <dt className="text-xs text-ink-3">{title}</dt>
          <dd className="text-xl font-medium">
            <Truth us={times[key]} />
          </dd>
          <dd className="text-xs text-ink-3">{note}</dd>
          {estimate && estimated ? <Estimate range={estimate[estimated]} /> : null}
        </div>
      ))}
    </dl>
  );
}
