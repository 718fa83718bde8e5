import { type RehearsalEvidence, rehearsalLimit, sayRehearsal } from '@godwit/domain/rehearsal';
import { exactTime, formatBytes, formatUs, Notice, RelativeTime, type Tone } from '@godwit/ui';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

const looks: Record<RehearsalEvidence['result'], { tone: Tone; icon: ReactNode }> = {
  built: { tone: 'can', icon: <CircleCheck /> },
  differs: { tone: 'cannot', icon: <CircleX /> },
  refused: { tone: 'cannot', icon: <CircleX /> },
  unfinished: { tone: 'slate', icon: <CircleDashed /> },
};

const figures = ({ frozenUs, buildUs, imageBytes }: RehearsalEvidence): string =>
  [
    frozenUs === null ? null : `frozen ${formatUs(frozenUs)}`,
    buildUs === null ? null : `built in ${formatUs(buildUs)}`,
    imageBytes === null ? null : `${formatBytes(imageBytes)} of images`,
  ]
    .filter((part) => part !== null)
    .join(', ');

/** What the last rehearsal showed, when, and what it leaves open. */
export function RehearsalNotice({ rehearsal }: { rehearsal: RehearsalEvidence }) {
  const { runId, at, destination, result, meaning, remedy } = rehearsal;
  const measured = figures(rehearsal);
  return (
    <Notice {...looks[result]} title={`Rehearsed on ${destination} at ${exactTime(at)}: ${sayRehearsal(rehearsal)}`}>
      <div className="space-y-1">
        {meaning ? <p>{meaning}</p> : null}
        {remedy ? <p>{remedy}</p> : null}
        {result === 'built' ? <p>{rehearsalLimit}</p> : null}
        <p>
          {measured ? `${measured}. ` : ''}
          <Link href={`/runs/${runId}`} className="underline underline-offset-2">
            Open the rehearsal
          </Link>{' '}
          (<RelativeTime iso={at} />)
        </p>
      </div>
    </Notice>
  );
}
