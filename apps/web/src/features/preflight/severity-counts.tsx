import type { Finding } from '@godwit/domain/verdict';
import { cn, countSeverities, Panel, severityOrder, severityStates, toneText } from '@godwit/ui';

/** How many findings of each severity there are, those without any greyed. */
export function SeverityCounts({ findings }: { findings: readonly Finding[] }) {
  const counts = countSeverities(findings);
  return (
    <Panel flush>
      <dl className="divide-y divide-line">
        {severityOrder.map((severity) => {
          const state = severityStates[severity];
          const none = counts[severity] === 0;
          return (
            <div key={severity} className="flex items-center gap-2.5 px-4 py-2 text-sm">
              <span
                aria-hidden="true"
                className={cn('[&_svg]:size-4', none ? 'text-line-strong' : toneText[state.tone])}
              >
                {state.icon}
              </span>
              <dt className={none ? 'text-ink-3' : ''}>{state.many}</dt>
              <dd className={cn('ml-auto', none ? 'text-ink-3' : 'font-medium')}>{counts[severity]}</dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}
