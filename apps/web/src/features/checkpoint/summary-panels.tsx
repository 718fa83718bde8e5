import {
  CommandLine,
  countOf,
  DataTable,
  Definitions,
  formatBytes,
  formatUs,
  NoRows,
  Notice,
  Panel,
  Titled,
} from '@godwit/ui';
import { TriangleAlert } from 'lucide-react';
import type { ImageContents } from '../../api/types.ts';
import { socketColumns } from './file-columns.tsx';

export function Problems({ problems }: Pick<ImageContents, 'problems'>) {
  if (problems.length === 0) return null;
  return (
    <Notice
      tone="cannot"
      icon={<TriangleAlert />}
      title={`${countOf(problems.length, 'image')} cannot be used as they are`}
    >
      <ul className="space-y-1">
        {problems.map(({ image, message }) => (
          <li key={image} className="break-words">
            <code className="font-mono text-xs">{image}</code> {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export function Sizes({ contents }: { contents: ImageContents }) {
  const { sizes, statistics, head } = contents;
  return (
    <Panel title="Sizes">
      <Definitions
        items={[
          { term: 'All images', value: `${formatBytes(sizes.totalBytes)} in ${countOf(sizes.files, 'file')}` },
          { term: 'Memory pages', value: formatBytes(sizes.pagesBytes) },
          { term: 'Content of deleted files', value: formatBytes(sizes.ghostBytes) },
          { term: 'Shared memory, part of the pages', value: formatBytes(sizes.sharedBytes) },
          ...(statistics
            ? [
                { term: 'Frozen', value: formatUs(statistics.frozenUs) },
                { term: 'Writing memory', value: formatUs(statistics.memoryWriteUs) },
              ]
            : []),
          { term: 'Own namespaces', value: head?.ownNamespaces.join(', ') || 'none' },
          { term: 'Security module', value: head?.securityModule ?? 'not told' },
        ]}
      />
    </Panel>
  );
}

/** Options that the images show to have been given, and what a restore has to be given. */
export function Options({ options }: Pick<ImageContents, 'options'>) {
  const needed = [...new Set(options.flatMap(({ atRestore }) => atRestore ?? []))];
  return (
    <Panel title="Options" note="as the images show them">
      <div className="space-y-3">
        {options.length === 0 ? <p className="text-sm text-ink-2">None that would show in the images.</p> : null}
        <ul className="space-y-2">
          {options.map(({ option, because, atRestore }) => (
            <li key={option} className="text-sm">
              <code className="font-mono text-xs font-medium">{option}</code>
              <span className="block text-xs text-ink-3">
                {because}
                {atRestore ? '; a restore needs it too' : ''}
              </span>
            </li>
          ))}
        </ul>
        {needed.length > 0 ? (
          <CommandLine title="A restore needs" command={needed.join(' ')} what="options of the restore" />
        ) : null}
      </div>
    </Panel>
  );
}

export function Sockets({ contents }: { contents: ImageContents }) {
  const { sockets, socketsLeftOut } = contents;
  return (
    <Titled title="Sockets" note={socketsLeftOut > 0 ? `${socketsLeftOut} more are left out` : null}>
      <DataTable
        label="Sockets in the images"
        rows={sockets.map((socket, index) => ({ ...socket, index }))}
        columns={socketColumns}
        rowKey={({ index }) => String(index)}
        empty={<NoRows>The tree has no sockets.</NoRows>}
      />
    </Titled>
  );
}
