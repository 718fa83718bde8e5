'use client';
import {
  DataTable,
  Definitions,
  Face,
  hostStates,
  PageHead,
  Panel,
  PanelSkeleton,
  RelativeTime,
  StateBadge,
  TableSkeleton,
  Tabs,
} from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Boxes, ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '../../api/trpc.ts';
import type { HostDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { CapabilitiesTab } from '../capabilities/capabilities-tab.tsx';
import { CanMoveBar } from '../fleet/can-move-bar.tsx';
import { PreflightHistory } from '../history/preflight-history.tsx';
import { RunHistory } from '../history/run-history.tsx';
import { workloadColumns } from '../workloads/workload-columns.tsx';
import { factItems } from './fact-items.tsx';
import { ParallelRuns } from './parallel-runs.tsx';
import { ReadinessPanel } from './readiness-panel.tsx';
import { RevokeHost } from './revoke-host.tsx';

function HostHead({ host }: { host: HostDetail }) {
  return (
    <PageHead
      above={
        <Link href="/" className="hover:text-ink">
          Fleet
        </Link>
      }
      title={host.name}
      below={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <StateBadge state={hostStates[host.status]} />
          {host.lastSeenAt ? (
            <span>
              last seen <RelativeTime iso={host.lastSeenAt} />
            </span>
          ) : null}
          {host.agentVersion ? <span>agent {host.agentVersion}</span> : null}
          <ParallelRuns host={host} />
          <span className="flex items-center gap-2">
            Can move: <CanMoveBar counts={host.counts} />
          </span>
        </span>
      }
      actions={<RevokeHost host={host} />}
    />
  );
}

function HostWorkloads({ hostId }: { hostId: string }) {
  const trpc = useTRPC();
  const table = useTableUrl();
  const workloads = useQuery(trpc.workloads.list.queryOptions({ hostId }));
  return (
    <WithData query={workloads} loading={<TableSkeleton rows={4} label="workloads" />}>
      {(rows) => (
        <DataTable
          label="Workloads of this host"
          rows={rows.filter((one) => one.state === 'running')}
          columns={workloadColumns.filter((column) => column.id !== 'host')}
          rowKey={(one) => one.id}
          {...table}
          empty={
            <Face icon={<Boxes />} title="No workloads on this host">
              Its agent reports process trees by systemd unit, container, supervisor or command.
            </Face>
          }
        />
      )}
    </WithData>
  );
}

function HostTabs({ host }: { host: HostDetail }) {
  const { get, set } = useUrlState();
  return (
    <Tabs
      label="About this host"
      value={get('tab') ?? 'workloads'}
      onChange={(tab) => set({ tab: tab === 'workloads' ? null : tab })}
      items={[
        {
          value: 'workloads',
          label: 'Workloads',
          count: host.workloadCount,
          content: <HostWorkloads hostId={host.id} />,
        },
        { value: 'capabilities', label: 'Capabilities', content: <CapabilitiesTab hostId={host.id} /> },
        { value: 'preflights', label: 'Preflights', content: <PreflightHistory scope={{ hostId: host.id }} /> },
        { value: 'runs', label: 'Runs', content: <RunHistory scope={{ hostId: host.id }} /> },
      ]}
    />
  );
}

function FactsPanel({ host }: { host: HostDetail }) {
  const note = host.factsReadAt ? (
    <>
      read <RelativeTime iso={host.factsReadAt} />
    </>
  ) : null;
  return (
    <Panel title="Facts" note={note}>
      {host.facts ? (
        <Definitions items={factItems(host.facts)} />
      ) : (
        <Face icon={<ScanSearch />} title="No facts yet">
          The agent sends them when it connects.
        </Face>
      )}
    </Panel>
  );
}

/** One host: reachable or not, what CRIU can do there, what runs there. */
export function HostScreen({ hostId }: { hostId: string }) {
  const trpc = useTRPC();
  const host = useQuery(trpc.hosts.get.queryOptions({ hostId }, { refetchInterval: 15_000 }));
  return (
    <WithData query={host} loading={<PanelSkeleton lines={8} label="the host" />}>
      {(data) => (
        <>
          <HostHead host={data} />
          <div className="mb-5 grid items-start gap-4 lg:grid-cols-2">
            <ReadinessPanel host={data} />
            <FactsPanel host={data} />
          </div>
          <HostTabs host={data} />
        </>
      )}
    </WithData>
  );
}
