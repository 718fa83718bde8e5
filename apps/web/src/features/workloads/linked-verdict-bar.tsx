import { VerdictBar, type VerdictMark } from '@godwit/ui';
import Link from 'next/link';

/** A verdict bar whose marks open the preflights behind them. Fifty stops of the Tab key would be a trap: the History tab lists the same. */
export function LinkedVerdictBar({ marks, places }: { marks: readonly VerdictMark[]; places: number }) {
  return (
    <VerdictBar
      marks={marks}
      places={places}
      link={(mark, content, label) => (
        <Link
          href={`/preflights/${mark.id}`}
          aria-label={label}
          tabIndex={-1}
          prefetch={false}
          className="flex h-5 w-full items-end"
        >
          {content}
        </Link>
      )}
    />
  );
}
