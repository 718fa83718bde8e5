'use client';
import { type Column, DataTable, NoRows, RelativeTime, TableSkeleton, Titled } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import type { UnknownError } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useMay } from '../../shell/session.tsx';

const columns: readonly Column<UnknownError>[] = [
  {
    id: 'text',
    title: 'CRIU said',
    cell: (one) => <code className="font-mono text-xs break-all">{one.text}</code>,
  },
  { id: 'operation', title: 'In', cell: (one) => one.operation },
  { id: 'criu', title: 'CRIU', cell: (one) => one.criuVersion ?? '–' },
  { id: 'times', title: 'Seen', align: 'right', cell: (one) => one.times },
  { id: 'last', title: 'Last', cell: (one) => <RelativeTime iso={one.lastSeenAt} /> },
];

/** Errors that nobody could explain so far. */
export function UnknownErrors() {
  const trpc = useTRPC();
  const may = useMay('operator');
  const unknown = useQuery(trpc.explanations.unknown.queryOptions(undefined, { enabled: may }));
  if (!may) return null;
  return (
    <Titled title="Errors that are not known yet" note="kept for the next rule, one line each">
      <WithData query={unknown} loading={<TableSkeleton rows={2} label="unknown errors" />}>
        {(rows) => (
          <DataTable
            label="Errors that are not known yet"
            rows={rows}
            columns={columns}
            rowKey={(one) => one.id}
            empty={<NoRows>None. Every error that was explained here had a meaning.</NoRows>}
          />
        )}
      </WithData>
    </Titled>
  );
}
