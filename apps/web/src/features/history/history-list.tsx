'use client';
import type { RouterInputs } from '@godwit/server/router-type';
import { Button, type Column, ColumnChoice, countOf, DataTable, Face, TableSkeleton } from '@godwit/ui';
import { FilterX } from 'lucide-react';
import type { ReactNode } from 'react';
import { FailureFace } from '../../api/faces.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { ExportButton } from './export-button.tsx';
import { HostSelect } from './host-select.tsx';
import { RangePicker } from './range-picker.tsx';
import type { Scope } from './use-history-filters.ts';
import { WorkloadSelect } from './workload-select.tsx';

interface Pages<Row> {
  data: { pages: { items: Row[] }[] } | undefined;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface HistoryListProps<Row> {
  label: string;
  noun: string;
  scope: Scope;
  pages: Pages<Row>;
  columns: readonly Column<Row>[];
  /** Filters that only this history has. */
  extra: ReactNode;
  asked: RouterInputs['history']['export'];
  empty: ReactNode;
}

const filterNames = ['workload', 'host', 'verdict', 'outcome', 'kind', 'range', 'from', 'to'];

function useFilterState() {
  const { get, set } = useUrlState();
  const filtered = filterNames.some((name) => get(name) !== null);
  return { get, set, filtered, clear: () => set(Object.fromEntries(filterNames.map((name) => [name, null]))) };
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <Face
      icon={<FilterX />}
      title="Nothing matches these filters"
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}

/** Rows of the past with their filters in the address, more on demand, and an export of exactly what is filtered. */
export function HistoryList<Row extends { id: string }>(props: HistoryListProps<Row>) {
  const { pages, columns, scope, noun } = props;
  const table = useTableUrl();
  const { get, set, filtered, clear } = useFilterState();
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <search className="mb-3 flex flex-wrap items-center gap-2">
        {scope.workloadId ? null : (
          <WorkloadSelect value={get('workload')} onChange={(workload) => set({ workload })} />
        )}
        {scope.hostId || scope.workloadId ? null : (
          <HostSelect value={get('host')} onChange={(host) => set({ host })} />
        )}
        {props.extra}
        <RangePicker />
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <span role="status" className="text-sm text-ink-3">
            {pages.data ? `${countOf(rows.length, noun)}${pages.hasNextPage ? ' and more' : ''}` : ''}
          </span>
          <ColumnChoice columns={columns} hidden={table.hidden} onHidden={table.onHidden} />
          <ExportButton asked={props.asked} />
        </span>
      </search>
      {pages.data ? (
        <DataTable
          label={props.label}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          {...table}
          empty={filtered ? <NothingMatches onClear={clear} /> : props.empty}
        />
      ) : pages.error ? (
        <FailureFace error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <TableSkeleton rows={6} label={props.label.toLowerCase()} />
      )}
      {pages.hasNextPage ? (
        <div className="mt-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? 'Loading' : `Show older ${noun}s`}
          </Button>
        </div>
      ) : null}
    </>
  );
}
