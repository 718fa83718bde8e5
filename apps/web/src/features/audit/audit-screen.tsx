'use client';
import { Button, ColumnChoice, DataTable, Face, PageHead, TableSkeleton, TextInput } from '@godwit/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { FailureFace } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { useTableUrl } from '../../url/use-table-url.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { RangePicker } from '../history/range-picker.tsx';
import { readRange } from '../history/time-range.ts';
import { auditColumns } from './audit-columns.tsx';

function Filters() {
  const { get, set } = useUrlState();
  const table = useTableUrl();
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      {(['actor', 'action'] as const).map((name) => (
        <TextInput
          key={name}
          type="search"
          aria-label={name === 'actor' ? 'Who' : 'What'}
          placeholder={name === 'actor' ? 'Who' : 'What, for example host.revoked'}
          defaultValue={get(name) ?? ''}
          onChange={(event) => set({ [name]: event.target.value || null }, 'replace')}
          className="h-8 w-full sm:w-56"
        />
      ))}
      <RangePicker />
      <span className="ml-auto">
        <ColumnChoice columns={auditColumns} hidden={table.hidden} onHidden={table.onHidden} />
      </span>
    </search>
  );
}

const useAudit = () => {
  const trpc = useTRPC();
  const { get } = useUrlState();
  const range = readRange({ range: get('range'), from: get('from'), to: get('to') }, Date.now());
  const filters = { ...range, actor: get('actor') ?? undefined, action: get('action') ?? undefined };
  return useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions({ ...filters, limit: 100 }, { getNextPageParam: (page) => page.nextCursor }),
  );
};

/** An event for every change, never taken back. */
export function AuditScreen() {
  const pages = useAudit();
  const { hidden } = useTableUrl();
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.error && !pages.data)
    return (
      <>
        <PageHead title="Audit" />
        <FailureFace error={pages.error} onRetry={() => void pages.refetch()} />
      </>
    );
  return (
    <>
      <PageHead title="Audit" below="Every change, by whom and how. Nothing here can be edited or removed." />
      <Filters />
      {pages.data ? (
        <DataTable
          label="Audit events"
          rows={rows}
          columns={auditColumns}
          rowKey={(one) => one.id}
          hidden={hidden}
          empty={
            <Face icon={<ScrollText />} title="Nothing to show">
              No change matches. Sign-ins, enrolments, preflights, runs, tokens and roles are written down here.
            </Face>
          }
        />
      ) : (
        <TableSkeleton rows={8} label="the audit" />
      )}
      {pages.hasNextPage ? (
        <div className="mt-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show older events
          </Button>
        </div>
      ) : null}
    </>
  );
}
