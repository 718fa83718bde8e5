'use client';
import { type FilePlan, stagedRoots } from '@godwit/domain/file-plan';
import { Button, countOf, formatBytes, Panel } from '@godwit/ui';
import { useState } from 'react';
import { DirectoryField } from './directory-field.tsx';
import { choicesOf, type FileChoices, isSame, toggle } from './file-choices.ts';
import { FileRow } from './file-row.tsx';

interface FilesPanelProps {
  plan: FilePlan;
  /** Asks for another look with these choices; absent for those who may only look. */
  onLookAgain?: ((choices: FileChoices) => void) | undefined;
  busy: boolean;
}

const noteFor = (plan: FilePlan): string => {
  const staged = stagedRoots(plan).length;
  const shared = plan.entries.filter(({ handling }) => handling === 'shared').length;
  return `${staged} staged (${formatBytes(plan.stagedBytes)}), ${shared} shared`;
};

const roomFor = ({ room }: FilePlan): string =>
  room.map(({ path, freeBytes }) => `${formatBytes(freeBytes)} free below ${path} there`).join('; ');

function Added({ paths, onRemove }: { paths: string[]; onRemove: (path: string) => void }) {
  if (paths.length === 0) return null;
  return (
    <ul className="space-y-1 border-t border-line px-4 py-3 text-sm">
      {paths.map((path) => (
        <li key={path} className="flex flex-wrap items-center gap-3">
          <span className="font-mono text-xs break-all">{path}</span>
          <span className="text-ink-2">is declared with the next look</span>
          <Button size="sm" onClick={() => onRemove(path)} aria-label={`Do not declare ${path}`}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Every path outside of the images and what becomes of it in this move; a person's part is said here, row by row. */
export function FilesPanel({ plan, onLookAgain, busy }: FilesPanelProps) {
  const said = choicesOf(plan);
  const [choices, setChoices] = useState(said);
  const change = onLookAgain && ((list: keyof FileChoices, path: string) => setChoices(toggle(choices, list, path)));
  const added = choices.directories.filter((path) => !said.directories.includes(path));
  return (
    <Panel title="Files that travel" note={noteFor(plan)} flush>
      {plan.entries.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-2">
          The workload writes no file that is private to its host, and the destination lacks none.
        </p>
      ) : (
        <ul>
          {plan.entries.map((entry) => (
            <FileRow key={`${entry.kind} ${entry.path}`} entry={entry} choices={choices} onToggle={change} />
          ))}
        </ul>
      )}
      <Added paths={added} onRemove={(path) => change?.('directories', path)} />
      {change ? <DirectoryField choices={choices} onAdd={(path) => change('directories', path)} /> : null}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3">
        <p className="text-xs text-ink-3">{roomFor(plan) || `${countOf(plan.entries.length, 'path')} looked at`}</p>
        {onLookAgain ? (
          <Button disabled={busy || isSame(said, choices)} onClick={() => onLookAgain(choices)}>
            Look again with these choices
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}
