import type { FilePlanEntry } from '@godwit/domain/file-plan';
import { Badge, formatBytes } from '@godwit/ui';
import { type FileChoices, rowChoices } from './file-choices.ts';
import { wordsFor } from './file-words.ts';

interface FileRowProps {
  entry: FilePlanEntry;
  choices: FileChoices;
  /** Absent for those who may only look. */
  onToggle?: ((list: keyof FileChoices, path: string) => void) | undefined;
}

const shortLabels: Record<keyof FileChoices, string> = {
  approved: 'Bring it there',
  replace: 'Replace what lies there',
  excluded: 'Leave behind',
  directories: 'Data directory',
};

function RowChoices({ entry, choices, onToggle }: FileRowProps) {
  return (
    <div className="flex flex-col gap-1">
      {rowChoices(entry).map(({ list, label }) => (
        <label key={list} className="flex items-center gap-2 text-sm pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={label}
            checked={choices[list].includes(entry.path)}
            disabled={onToggle === undefined}
            onChange={() => onToggle?.(list, entry.path)}
          />
          {shortLabels[list]}
        </label>
      ))}
    </div>
  );
}

/** One path: what becomes of it, why, who said so, and what a person can say about it. */
export function FileRow({ entry, choices, onToggle }: FileRowProps) {
  const { word, tone } = wordsFor(entry);
  const isDirectory = entry.kind === 'directory';
  return (
    <li className="grid gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_8rem_13rem]">
      <div className="min-w-0">
        <p className="font-mono text-xs break-all">
          {entry.path}
          {isDirectory ? '/' : ''}
        </p>
        <p className="mt-0.5 text-sm text-ink-2">
          {entry.refused === null ? entry.reason : `It cannot travel: ${entry.refused}.`}
        </p>
        <p className="mt-0.5 text-xs text-ink-3">
          {isDirectory ? 'data directory, ' : ''}
          {formatBytes(entry.bytes)}, said by {entry.by}
        </p>
      </div>
      <div>
        <Badge tone={tone}>{word}</Badge>
      </div>
      <RowChoices entry={entry} choices={choices} onToggle={onToggle} />
    </li>
  );
}
