import type { MoveEstimate, RehearsalEstimate } from '@godwit/domain/estimate';
import type { RunView } from '@godwit/domain/history';
import { Badge, FourTimes, Panel } from '@godwit/ui';
import { CircleCheck, CircleX, HeartPulse } from 'lucide-react';
import { RehearsalFigures } from '../rehearsal/rehearsal-figures.tsx';

function Proof({ proof }: { proof: NonNullable<RunView['proof']> }) {
  return (
    <Panel
      title="Proof"
      note="the copy, compared with what was seen while it was frozen"
      action={
        <span className="flex flex-wrap gap-2">
          {proof.health ? (
            <Badge
              tone={proof.health.passed ? 'can' : 'cannot'}
              icon={proof.health.passed ? <HeartPulse /> : <CircleX />}
            >
              {proof.health.passed ? 'Well' : 'Not well'}
            </Badge>
          ) : null}
          <Badge tone={proof.passed ? 'can' : 'cannot'} icon={proof.passed ? <CircleCheck /> : <CircleX />}>
            {proof.passed ? 'Passed' : 'Did not pass'}
          </Badge>
        </span>
      }
    >
      <ul className="space-y-1 text-sm">
        {proof.lines.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Swept({ swept }: { swept: RunView['swept'] }) {
  return (
    <Panel title="Swept" note="what this run had put in place, and took away">
      <dl className="space-y-3 text-sm">
        {swept.map(({ side, removed }) => (
          <div key={side}>
            <dt className="text-xs text-ink-3">{side === 'source' ? 'Source' : 'Destination'}</dt>
            {removed.length === 0 ? <dd>Nothing was left.</dd> : null}
            {removed.map((thing) => (
              <dd key={thing} className="font-mono text-xs leading-5 break-all">
                {thing}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Panel>
  );
}

interface AfterPanelsProps {
  view: RunView;
  estimate: MoveEstimate | null;
  rehearsalEstimate: RehearsalEstimate | null;
}

/** What a run leaves behind: four times beside their estimate, the proof, what was cleaned up. */
export function AfterPanels({ view, estimate, rehearsalEstimate }: AfterPanelsProps) {
  if (view.state !== 'finished') return null;
  return (
    <>
      {estimate || Object.values(view.times).some((time) => time !== null) ? (
        <section aria-label="Times" className="max-lg:order-1">
          {view.kind === 'rehearsal' ? (
            <RehearsalFigures view={view} estimate={rehearsalEstimate} />
          ) : (
            <FourTimes times={view.times} estimate={estimate} />
          )}
        </section>
      ) : null}
      <div className="grid gap-4 max-lg:order-1 lg:grid-cols-2">
        {view.proof ? <Proof proof={view.proof} /> : null}
        {view.swept.length > 0 ? <Swept swept={view.swept} /> : null}
      </div>
    </>
  );
}
