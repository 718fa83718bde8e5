import type { Remedy } from '@godwit/domain/verdict';
import { Wrench } from 'lucide-react';

interface OptionUse {
  option: string;
  /** For which commands. */
  commands: string;
}

/** Each option once, with the commands it belongs to; those that the sentence names already are left out. */
const optionUses = ({ text, options }: Remedy): OptionUse[] => {
  const all = [...new Set([...options.dump, ...options.restore])];
  return all
    .filter((option) => !text.includes(option))
    .map((option) => ({
      option,
      commands: [options.dump.includes(option) ? 'dump' : '', options.restore.includes(option) ? 'restore' : '']
        .filter(Boolean)
        .join(' and '),
    }));
};

function Option({ use }: { use: OptionUse }) {
  return (
    <span className="ml-2 inline-flex flex-wrap items-baseline gap-x-1.5 text-xs text-ink-3">
      <code className="rounded-sm bg-slate-soft px-1 font-mono text-ink">{use.option}</code> for {use.commands}
    </span>
  );
}

/** What a person can do, and the CRIU options that come with it. */
export function Remedies({ remedies }: { remedies: readonly Remedy[] }) {
  if (remedies.length === 0) return null;
  return (
    <ul className="space-y-1.5">
      {remedies.map((remedy) => (
        <li key={remedy.text} className="flex gap-2 text-sm">
          <Wrench className="mt-1 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
          <span className="min-w-0 break-words">
            {remedy.text}
            {optionUses(remedy).map((use) => (
              <Option key={use.option} use={use} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
