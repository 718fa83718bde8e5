import type { Finding, Severity } from '@godwit/domain/verdict';
import { severityStates } from '../states/state-words.tsx';
import { toneText } from '../states/tones.ts';
import { FindingCard } from './finding-card.tsx';
import { countSeverities, type FindingGroup, groupFindings, severityOrder } from './group-findings.ts';

interface SectionProps {
  severity: Severity;
  count: number;
  groups: readonly FindingGroup[];
}

function Section({ severity, count, groups }: SectionProps) {
  const state = severityStates[severity];
  return (
    <section aria-label={`${state.many}: ${count}`} className="rounded-lg border border-line bg-surface shadow-panel">
      <h3 className="flex items-center gap-2 border-b border-line bg-sunken px-4 py-2 text-sm font-medium rounded-t-lg">
        <span className={toneText[state.tone]}>{count === 1 ? state.word : state.many}</span>
        <span className="rounded-full bg-slate-soft px-1.5 text-xs font-normal text-ink-2">{count}</span>
      </h3>
      <div className="divide-y divide-line">
        {groups.map((group) => (
          <FindingCard key={group.id} group={group} />
        ))}
      </div>
    </section>
  );
}

/** All findings at once: by severity, blockers first, grouped by cause within. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const groups = groupFindings(findings);
  const counts = countSeverities(findings);
  return (
    <div className="space-y-4">
      {severityOrder
        .filter((severity) => counts[severity] > 0)
        .map((severity) => (
          <Section
            key={severity}
            severity={severity}
            count={counts[severity]}
            groups={groups.filter((group) => group.severity === severity)}
          />
        ))}
    </div>
  );
}
