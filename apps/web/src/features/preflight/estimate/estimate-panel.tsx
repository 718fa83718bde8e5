import { countOf, formatBytes, Panel } from '@godwit/ui';
import type { PreflightDetail } from '../../../api/types.ts';
import { FitQuestion } from './fit-question.tsx';
import { RangeBars } from './range-bars.tsx';

type Estimate = NonNullable<PreflightDetail['estimate']['move']>;

const basis = ({ learnedFrom }: Estimate): string =>
  learnedFrom === 0
    ? 'Nothing was moved between these hosts yet: this is what is typical, and may be far off.'
    : `Learned from ${countOf(learnedFrom, 'move or rehearsal', 'moves and rehearsals')} between these hosts.`;

/** What a move will probably cost, before it starts. */
export function EstimatePanel({ estimate }: { estimate: Estimate }) {
  return (
    <Panel title="Estimate" note={`about ${formatBytes(estimate.bytes)} over the link`}>
      <div className="space-y-3">
        <RangeBars estimate={estimate} />
        <p className="text-xs text-ink-3">{basis(estimate)}</p>
        <FitQuestion switchOver={estimate.switchOver} />
      </div>
    </Panel>
  );
}
