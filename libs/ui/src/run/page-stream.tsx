import { formatBytes, formatRate } from '../format/bytes.ts';
import type { RatePoint } from './spark-path.ts';
import { Sparkline } from './sparkline.tsx';

interface PageStreamProps {
  sentBytes: number;
  /** null: there is no estimate yet. */
  expectedBytes: number | null;
  bytesPerSecond: number | null;
  pagesWritten: number | null;
  points: readonly RatePoint[];
  active: boolean;
}

const rateWords = ({
  active,
  bytesPerSecond,
  points,
}: Pick<PageStreamProps, 'active' | 'bytesPerSecond' | 'points'>) => {
  if (active) return bytesPerSecond === null ? '' : formatRate(bytesPerSecond);
  const peak = Math.max(0, ...points.map((point) => point.bytesPerSecond));
  return peak > 0 ? `at most ${formatRate(peak)}` : '';
};

/** What travels between the two sides: bytes, rate, share of what is expected. Never runs backwards. */
export function PageStream({
  sentBytes,
  expectedBytes,
  bytesPerSecond,
  pagesWritten,
  points,
  active,
}: PageStreamProps) {
  const percent = expectedBytes ? Math.min(100, Math.round((sentBytes / expectedBytes) * 100)) : null;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline justify-between gap-2">
        <p className="text-lg font-medium whitespace-nowrap">{formatBytes(sentBytes)}</p>
        <p className="text-sm whitespace-nowrap text-ink-2">{rateWords({ active, bytesPerSecond, points })}</p>
      </div>
      <Sparkline points={points} label="Bytes per second over the page stream" />
      <div
        role="progressbar"
        aria-label="Share of the expected bytes"
        {...(percent === null ? {} : { 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 })}
        className="h-1.5 overflow-hidden rounded-full bg-slate-soft"
      >
        <div
          className="h-full rounded-full bg-ice transition-[width] duration-200"
          style={{ width: `${percent ?? 0}%` }}
        />
      </div>
      <p className="text-xs text-ink-3">
        {expectedBytes === null ? 'no estimate yet' : `${percent} % of about ${formatBytes(expectedBytes)}`}
        {pagesWritten === null ? '' : ` · ${pagesWritten} pages written`}
      </p>
    </div>
  );
}
