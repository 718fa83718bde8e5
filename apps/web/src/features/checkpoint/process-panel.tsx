'use client';
import { DataTable, Definitions, Panel, Tabs } from '@godwit/ui';
import type { ImageContents } from '../../api/types.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { fileColumns } from './file-columns.tsx';
import { MemoryMap } from './memory-map.tsx';

type Process = ImageContents['processes'][number];

const mono = (text: string | null) => <span className="font-mono text-xs break-all">{text ?? 'not told'}</span>;

function Files({ process }: { process: Process }) {
  return (
    <>
      <DataTable
        label={`Open files of ${process.pid}`}
        rows={process.files}
        columns={fileColumns}
        rowKey={(one) => String(one.fd)}
        empty={<p className="text-sm text-ink-2">It has nothing open.</p>}
      />
      {process.filesLeftOut > 0 ? (
        <p className="mt-2 text-xs text-ink-3">{process.filesLeftOut} more are left out.</p>
      ) : null}
    </>
  );
}

function About({ process }: { process: Process }) {
  return (
    <Definitions
      items={[
        { term: 'Program', value: mono(process.exe) },
        { term: 'Working directory', value: mono(process.cwd) },
        { term: 'Parent, session', value: mono(`${process.ppid}, ${process.sid}`) },
        { term: 'Threads', value: process.threads },
        { term: 'User id', value: process.uid ?? 'not told' },
        { term: 'Seccomp', value: process.seccomp },
      ]}
    />
  );
}

/** One process of the images: what it has open, what it has mapped. */
export function ProcessPanel({ process }: { process: Process }) {
  const { get, set } = useUrlState();
  return (
    <Panel title={`${process.command}, process ${process.pid}`}>
      <div className="space-y-4">
        <About process={process} />
        <Tabs
          label="About this process"
          value={get('of') ?? 'files'}
          onChange={(of) => set({ of: of === 'files' ? null : of })}
          items={[
            {
              value: 'files',
              label: 'Files',
              count: process.files.length + process.filesLeftOut,
              content: <Files process={process} />,
            },
            { value: 'memory', label: 'Memory map', content: <MemoryMap process={process} /> },
          ]}
        />
      </div>
    </Panel>
  );
}
