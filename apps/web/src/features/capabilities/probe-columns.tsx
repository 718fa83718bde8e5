import type { ProbeResult } from '@godwit/domain/facts';
import type { Column } from '@godwit/ui';
import { CircleCheck, CircleX, Minus } from 'lucide-react';
import { probeSteps } from './matrix-changes.ts';

/** Yes, no, or it did not come to that: a sign and a word. */
function Answer({ answer, yes, no }: { answer: boolean | null; yes: string; no: string }) {
  if (answer === null)
    return (
      <span className="inline-flex items-center gap-1.5 text-ink-3 [&_svg]:size-4">
        <Minus aria-hidden="true" /> not tried
      </span>
    );
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap [&_svg]:size-4 ${answer ? 'text-can' : 'font-medium text-cannot'}`}
    >
      {answer ? <CircleCheck aria-hidden="true" /> : <CircleX aria-hidden="true" />}
      {answer ? yes : no}
    </span>
  );
}

const optionsOf = ({ options }: ProbeResult): string => [...new Set([...options.dump, ...options.restore])].join(' ');

/** One kind of resource: whether it was dumped, restored, and still worked. */
export const probeColumns: readonly Column<ProbeResult>[] = [
  {
    id: 'kind',
    title: 'Kind',
    sortBy: (one) => one.id,
    cell: (one) => (
      <span className="block min-w-0">
        <span className="block font-medium break-words first-letter:uppercase">{one.title}</span>
        <span className="block font-mono text-xs font-normal break-all text-ink-3">{one.id}</span>
        {one.criuError || one.detail ? (
          <span className="block max-w-xl text-xs font-normal break-words text-ink-2">
            {one.criuError ?? one.detail}
          </span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'dump',
    title: 'Dump',
    cell: (one) => <Answer answer={probeSteps(one.outcome).dump} yes="dumped" no="refused" />,
  },
  {
    id: 'restore',
    title: 'Restore',
    cell: (one) => <Answer answer={probeSteps(one.outcome).restore} yes="restored" no="refused" />,
  },
  {
    id: 'works',
    title: 'Still works',
    cell: (one) => <Answer answer={probeSteps(one.outcome).works} yes="works" no="lost" />,
  },
  {
    id: 'options',
    title: 'With',
    cell: (one) => <span className="font-mono text-xs break-words">{optionsOf(one)}</span>,
  },
];
