import { formatMs, formatRange } from '@godwit/ui';
import type { PreflightDetail } from '../../../api/types.ts';
import { placeRange } from './place-range.ts';

type Estimate = NonNullable<PreflightDetail['estimate']['move']>;

const rows = [
  { key: 'frozen', title: 'Frozen' },
  { key: 'switchOver', title: 'Switch-over' },
  { key: 'total', title: 'Total' },
] as const;

/** The three times on one scale that begins at zero: the bar is the range, the mark what is likely. */
export function RangeBars({ estimate }: { estimate: Estimate }) {
  return (
    <dl className="space-y-2 text-sm">
      {rows.map(({ key, title }) => {
        const place = placeRange(estimate[key], estimate.total.high);
        return (
          <div key={key} className="flex flex-wrap justify-between gap-x-3">
            <dt>{title}</dt>
            <dd>
              {formatMs(estimate[key].likely)}{' '}
              <span className="text-xs text-ink-3">({formatRange(estimate[key])})</span>
            </dd>
            <dd aria-hidden className="relative mt-1 h-1.5 w-full rounded-sm bg-sunken">
              <div
                className="absolute h-full rounded-sm bg-ice-line"
                style={{ left: place.left, width: place.width }}
              />
              <div className="absolute -top-0.5 h-2.5 w-0.5 bg-ink-2" style={{ left: place.likely }} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
