import type { VerdictWord } from '@godwit/domain/verdict';
import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';
import { exactTime } from '../format/relative-time.ts';
import { verdictStates } from '../states/state-words.tsx';

export interface VerdictMark {
  id: string;
  at: string;
  verdict: VerdictWord;
}

interface VerdictBarProps {
  marks: readonly VerdictMark[];
  /** Wraps one mark in the application's link to the preflight behind it. */
  link?: (mark: VerdictMark, content: ReactNode, label: string) => ReactNode;
  /** How many places the bar has. */
  places?: number;
}

const looks: Record<VerdictWord, string> = {
  migratable: 'h-5 bg-can',
  'migratable-with-options': 'h-5 bg-options border-t-4 border-amber',
  blocked: 'h-3 bg-cannot',
  undetermined: 'h-4 hatched border border-unknown',
};

function Mark({ mark }: { mark: VerdictMark }) {
  return <span className={cn('block w-full rounded-[1.5px]', looks[mark.verdict])} />;
}

/** The last verdicts, oldest left; height and pattern tell them apart as well as colour. */
export function VerdictBar({ marks, link, places = 50 }: VerdictBarProps) {
  const shown = marks.slice(-places);
  const empty = Array.from({ length: Math.max(0, places - shown.length) }, (_, index) => `empty-${index}`);
  return (
    <ol aria-label={`Last ${shown.length} verdicts, oldest first`} className="flex h-5 w-full items-end gap-[2px]">
      {empty.map((key) => (
        <li key={key} aria-hidden="true" className="min-w-0 flex-1">
          <span className="block h-1 w-full rounded-[1.5px] bg-line" />
        </li>
      ))}
      {shown.map((mark) => {
        const label = `${verdictStates[mark.verdict].word}, ${exactTime(mark.at)}`;
        return (
          <li key={mark.id} title={label} className="flex h-5 min-w-0 flex-1 items-end">
            {link ? link(mark, <Mark mark={mark} />, label) : <Mark mark={mark} />}
            {link ? null : <span className="sr-only">{label}</span>}
          </li>
        );
      })}
    </ol>
  );
}
