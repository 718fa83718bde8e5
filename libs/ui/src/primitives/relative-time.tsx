'use client';
import { describeAge, exactTime } from '../format/relative-time.ts';
import { useNow } from './use-now.ts';

/** How long ago, with the exact time on hover. */
export function RelativeTime({ iso }: { iso: string }) {
  const now = useNow(5000);
  return (
    <time dateTime={iso} title={exactTime(iso)} className="whitespace-nowrap">
      {describeAge(iso, now)}
    </time>
  );
}
