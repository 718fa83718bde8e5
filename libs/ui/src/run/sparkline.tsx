import { formatRate } from '../format/bytes.ts';
import { type RatePoint, sparkPath } from './spark-path.ts';

const box = { width: 240, height: 44 };

/** A rate over time as a small line; its figures are said in words. */
export function Sparkline({ points, label }: { points: readonly RatePoint[]; label: string }) {
  const line = sparkPath(points, box);
  const peak = points.reduce((top, point) => Math.max(top, point.bytesPerSecond), 0);
  const words = points.length < 2 ? `${label}: nothing measured yet` : `${label}: at most ${formatRate(peak)}`;
  return (
    <svg
      viewBox={`0 0 ${box.width} ${box.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
      className="h-11 w-full rounded-sm bg-sunken text-ice"
    >
      {line ? (
        <>
          <path d={`${line} L${box.width} ${box.height} L0 ${box.height} Z`} fill="currentColor" opacity="0.16" />
          <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        </>
      ) : (
        <path d={`M0 ${box.height - 1} H${box.width}`} stroke="currentColor" strokeDasharray="3 5" opacity="0.5" />
      )}
    </svg>
  );
}
