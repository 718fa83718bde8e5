import type { PreCopyEstimate, TimeRange } from '@godwit/domain/estimate';
import type { ToldRounds } from '@godwit/domain/pre-copy';
import { formatBytes } from '@godwit/ui';
import { formatByteRange, formatCountRange } from '../preflight/estimate/format-byte-range.ts';

interface Figure {
  title: string;
  truth: string;
  estimate: string | null;
}

const figuresOf = ({ rounds, lastBytes }: ToldRounds, estimate: PreCopyEstimate | null): Figure[] => {
  const ahead = rounds.reduce((sum, { bytes }) => sum + bytes, 0);
  const beside = (range: TimeRange | undefined, say: (range: TimeRange) => string) => (range ? say(range) : null);
  return [
    { title: 'Rounds', truth: String(rounds.length), estimate: beside(estimate?.rounds, formatCountRange) },
    {
      title: 'Sent in all',
      truth: formatBytes(ahead + (lastBytes ?? 0)),
      estimate: beside(estimate?.sentBytes, formatByteRange),
    },
    {
      title: 'While frozen',
      truth: lastBytes === null ? 'not yet' : formatBytes(lastBytes),
      estimate: beside(estimate?.frozenBytes, formatByteRange),
    },
  ];
};

/** How many rounds and bytes it took, beside what was thought before. */
export function RoundsFigures({ told, estimate }: { told: ToldRounds; estimate: PreCopyEstimate | null }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
      {figuresOf(told, estimate).map(({ title, truth, estimate: thought }) => (
        <div key={title} className="max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-3">
          <dt className="text-xs text-ink-3">{title}</dt>
          <dd className="text-lg font-medium">{truth}</dd>
          {thought ? <dd className="text-xs text-ink-3">estimated {thought}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
