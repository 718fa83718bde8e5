'use client';
import {
  Button,
  ColumnChoice,
  CommandLine,
  countOf,
  DataTable,
  Face,
  PageHead,
  Select,
  TableSkeleton,
  TextInput,
} from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Boxes } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import type { WorkloadSummary } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { HostSelect } from '../history/host-select.tsx';
import { filterWorkloads, verdictChoices } from './filter-workloads.ts';
import { workloadColumns } from './workload-columns.tsx';

function NoWorkloads({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered)
    return (
      <Face
        icon={<Boxes />}
        title="No workload matches these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  return (
    <Face
      icon={<Boxes />}
      title="No workloads yet"
      action={
        <CommandLine
          className="w-full max-w-sm text-left"
          title="The lab brings eight of them:"
          command="npm run lab -- up"
          what="lab command"
        />
      }
    >
      A workload is a process tree that is found again after a restart: a systemd unit, a container, a supervised or a
      declared command. Agents report them by themselves.
    </Face>
  );
}

function Filters() {
  const { get, set } = useUrlState();
  return (
    <search className="flex flex-1 flex-wrap gap-2">
      <TextInput
        type="search"
        aria-label="Filter by name or command"
        placeholder="Name or command"
        defaultValue={get('q') ?? ''}
        onChange={(event) => set({ q: event.target.value || null }, 'replace')}
        className="h-8 w-full sm:w-56"
      />
      <HostSelect value={get('host')} onChange={(host) => set({ host })} />
      <Select
        label="Last verdict"
        value={get('verdict') ?? 'all'}
        onChange={(value) => set({ verdict: value === 'all' ? null : value })}
        options={verdictChoices}
      />
      <Select
        label="State"
        value={get('state') ?? 'running'}
        onChange={(value) => set({ state: value === 'running' ? null : value })}
        options={[
          { value: 'running', label: 'Running' },
          { value: 'gone', label: 'Gone' },
          { value: 'all', label: 'Running and gone' },
        ]}
      />
    </search>
  );
}

function Table({ all }: { all: readonly WorkloadSummary[] }) {
  const table = useTableUrl();
  const { get, set } = useUrlState();
  const filter = { query: get('q'), hostId: get('host'), verdict: get('verdict'), state: get('state') };
  const rows = filterWorkloads(all, filter);
  const filtered = Object.values(filter).some(Boolean);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Filters />
        <p className="text-sm text-ink-3" role="status">
          {countOf(rows.length, 'workload')}
        </p>
        <ColumnChoice columns={workloadColumns} hidden={table.hidden} onHidden={table.onHidden} />
      </div>
      <DataTable
        label="Workloads"
        rows={rows}
        columns={workloadColumns}
        rowKey={(one) => one.id}
        {...table}
        empty={
          <NoWorkloads
            filtered={filtered && all.length > 0}
            onClear={() => set({ q: null, host: null, verdict: null, state: null })}
          />
        }
      />
    </>
  );
}

/** Every workload of every host. */
export function WorkloadsScreen() {
  const trpc = useTRPC();
  const workloads = useQuery(trpc.workloads.list.queryOptions({}, { refetchInterval: 15_000 }));
  return (
    <>
      <PageHead title="Workloads" />
      <WithData query={workloads} loading={<TableSkeleton rows={8} label="workloads" />}>
        {(all) => <Table all={all} />}
      </WithData>
    </>
  );
}
