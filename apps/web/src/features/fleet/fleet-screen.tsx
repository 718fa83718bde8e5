'use client';
import { Button, ColumnChoice, countOf, DataTable, PageHead, TableSkeleton } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '../../api/trpc.ts';
import type { HostSummary } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useMay } from '../../shell/session.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { findAttention } from './attention.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { FirstSteps, type FirstStepsState, useFirstSteps } from './first-steps.tsx';
import { hostColumns } from './host-columns.tsx';
import { NoHosts } from './no-hosts.tsx';

function EnrolButton() {
  if (!useMay('admin')) return null;
  return (
    <Button asChild>
      <Link href="/enrol">
        <PlugZap /> Enrol a host
      </Link>
    </Button>
  );
}

function FleetTable({ hosts }: { hosts: readonly HostSummary[] }) {
  const table = useTableUrl();
  return (
    <section aria-label="Hosts" className="live-figures">
      <div className="mb-2 flex items-center justify-between">
        <h2 className="text-base font-medium">
          Hosts{' '}
          <span className="ml-1 rounded-full bg-slate-soft px-1.5 text-xs font-normal text-ink-2">{hosts.length}</span>
        </h2>
        <ColumnChoice columns={hostColumns} hidden={table.hidden} onHidden={table.onHidden} />
      </div>
      <DataTable label="Hosts" rows={hosts} columns={hostColumns} rowKey={(host) => host.id} {...table} />
    </section>
  );
}

function Attention({ hosts }: { hosts: readonly HostSummary[] }) {
  const trpc = useTRPC();
  const { data: workloads = [] } = useQuery(trpc.workloads.list.queryOptions({}));
  const { data: runs = [] } = useQuery(trpc.runs.active.queryOptions());
  return <AttentionPanel items={findAttention(hosts, workloads, runs)} />;
}

function Fleet({ hosts, firstSteps }: { hosts: readonly HostSummary[]; firstSteps: FirstStepsState }) {
  if (hosts.length === 0) return <NoHosts />;
  return (
    <div className="space-y-5">
      <Attention hosts={hosts} />
      <FirstSteps hostCount={hosts.length} state={firstSteps} />
      <FleetTable hosts={hosts} />
    </div>
  );
}

/** Every host, with what needs attention on top. */
export function FleetScreen() {
  const trpc = useTRPC();
  const hosts = useQuery(trpc.hosts.list.queryOptions(undefined, { refetchInterval: 15_000 }));
  const firstSteps = useFirstSteps();
  const total = hosts.data?.reduce((sum, host) => sum + host.workloadCount, 0);
  return (
    <>
      <PageHead
        title="Fleet"
        below={
          hosts.data ? `${countOf(hosts.data.length, 'host')}, ${countOf(total ?? 0, 'workload')}` : 'Reading hosts'
        }
        actions={<EnrolButton />}
      />
      <WithData query={hosts} loading={<TableSkeleton rows={4} label="hosts" />}>
        {(list) =>
          firstSteps ? <Fleet hosts={list} firstSteps={firstSteps} /> : <TableSkeleton rows={4} label="hosts" />
        }
      </WithData>
    </>
  );
}
