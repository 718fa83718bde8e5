import type { Finding } from '@godwit/domain/verdict';
import { ChevronRight } from 'lucide-react';
import { cn } from '../class-names.ts';
import { noticedWords, severityStates } from '../states/state-words.tsx';
import { toneText } from '../states/tones.ts';
import { describeSubject } from './describe-subject.ts';
import { EvidenceList } from './evidence-list.tsx';
import { furtherEvidence, splitMessage } from './finding-text.ts';
import type { FindingGroup } from './group-findings.ts';
import { Remedies } from './remedies.tsx';

/** CRIU's own words, where it would have any: that it would not notice already stands above. */
function CriuSays({ finding }: { finding: Finding }) {
  if (!finding.criuError) return null;
  return (
    <p className="text-xs leading-5 text-ink-3">
      CRIU would say: <code className="font-mono break-words text-ink-2">{finding.criuError}</code>
    </p>
  );
}

function SubjectLine({ finding, id }: { finding: Finding; id: string }) {
  return (
    <p className="flex flex-wrap justify-between gap-x-4 font-mono text-xs leading-5">
      <span className="min-w-0 wrap-anywhere text-ink-2">{describeSubject(finding.subject)}</span>
      <span className="text-ink-3">{id}</span>
    </p>
  );
}

/** One subject of a cause beyond the first: its message, and its evidence when opened. */
function FurtherSubject({ finding }: { finding: Finding }) {
  return (
    <li className="border-t border-line pt-2">
      <p className="text-sm break-words">{finding.message}</p>
      <p className="mb-1.5 font-mono text-xs leading-5 wrap-anywhere text-ink-3">{describeSubject(finding.subject)}</p>
      <EvidenceList evidence={furtherEvidence(finding)} />
    </li>
  );
}

function FurtherSubjects({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <details className="group">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 text-sm text-ink-2 hover:text-ink pointer-coarse:py-2">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden="true" />
        {findings.length} more of the same cause
      </summary>
      <ul className="mt-2 space-y-3">
        {findings.map((finding) => (
          <FurtherSubject key={`${describeSubject(finding.subject)} ${finding.message}`} finding={finding} />
        ))}
      </ul>
    </details>
  );
}

/** One cause with its first subject in full and the others behind a fold. */
export function FindingCard({ group }: { group: FindingGroup }) {
  const [first, ...others] = group.findings;
  if (!first) return null;
  const state = severityStates[group.severity];
  const { headline, rest } = splitMessage(first.message);
  return (
    <article data-finding={group.id} className="flex gap-3 px-4 py-3">
      <span className={cn('mt-0.5 shrink-0 [&_svg]:size-4.5', toneText[state.tone])}>
        {state.icon}
        <span className="sr-only">{state.word}</span>
      </span>
      <div className="min-w-0 flex-1 space-y-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
          <h4 className="text-base font-medium break-words">{headline}</h4>
          {group.severity === 'note' ? null : <p className="text-xs text-ink-3">{noticedWords[first.noticed]}</p>}
        </div>
        {rest ? <p className="text-sm break-words text-ink-2">{rest}</p> : null}
        <SubjectLine finding={first} id={group.id} />
        <EvidenceList evidence={furtherEvidence(first)} />
        <Remedies remedies={first.remedies} />
        <CriuSays finding={first} />
        <FurtherSubjects findings={others} />
      </div>
    </article>
  );
}
