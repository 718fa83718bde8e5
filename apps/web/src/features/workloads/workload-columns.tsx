import { runtimeOfKey } from '@godwit/domain/facts';
import {
  type Column,
  countOf,
  formatBytes,
  RelativeTime,
  VerdictBadge,
  VerdictBar,
  type VerdictMark,
} from '@godwit/ui';
import { LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import type { WorkloadSummary } from '../../api/types.ts';

const kinds: Record<WorkloadSummary['kind'], string> = {
  'systemd-unit': 'systemd unit',
  container: 'container',
  declared: 'declared',
  supervised: 'supervised',
  command: 'command',
};

/** "runc container", "systemd unit" and the like. */
export const foundAs = ({ key, kind }: Pick<WorkloadSummary, 'key' | 'kind'>): string =>
  [runtimeOfKey(key), kinds[kind]].filter((word) => word !== null).join(' ');

/** The server tells the newest first; a bar is read from left to right. */
export const oldestFirst = (marks: WorkloadSummary['lastVerdicts']): VerdictMark[] => [...marks].reverse();

function Name({ workload }: { workload: WorkloadSummary }) {
  return (
    <div className="min-w-0">
      <Link href={`/workloads/${workload.id}`} className="font-medium after:absolute after:inset-0">
        {workload.name}
      </Link>
      {workload.activeRunId ? (
        <Link
          href={`/runs/${workload.activeRunId}`}
          className="relative z-[1] ml-2 inline-flex items-center gap-1 text-xs text-ice hover:underline"
        >
          <LoaderCircle className="size-3 animate-spin motion-reduce:animate-none" aria-hidden="true" /> run in progress
        </Link>
      ) : null}
      {workload.state === 'gone' ? <span className="ml-2 text-xs text-ink-3">gone</span> : null}
      <p className="max-w-72 truncate font-mono text-xs leading-4 text-ink-3">{workload.command}</p>
    </div>
  );
}

function LastVerdict({ workload }: { workload: WorkloadSummary }) {
  const last = workload.lastPreflight;
  if (!last) return <span className="text-ink-3">not checked yet</span>;
  return (
    <div className="inline-block text-left max-md:text-right">
      <VerdictBadge verdict={last.verdict} />
      <p className="text-xs leading-4 text-ink-3">
        {last.purpose === 'move' ? `to ${last.destinationName}` : last.purpose === 'here' ? 'here' : 'a dump'},{' '}
        <RelativeTime iso={last.at} />
      </p>
    </div>
  );
}

/** A workload, its last verdict, and how the ones before fell out. */
export const workloadColumns: readonly Column<WorkloadSummary>[] = [
  { id: 'name', title: 'Workload', sortBy: (one) => one.name, cell: (one) => <Name workload={one} /> },
  { id: 'host', title: 'Host', sortBy: (one) => one.hostName, cell: (one) => one.hostName },
  {
    id: 'verdict',
    title: 'Last verdict',
    sortBy: (one) => one.lastPreflight?.verdict ?? null,
    cell: (one) => <LastVerdict workload={one} />,
  },
  {
    id: 'verdicts',
    title: 'Verdicts before',
    optional: true,
    cell: (one) => (
      <div className="w-28">
        <VerdictBar marks={oldestFirst(one.lastVerdicts)} places={20} />
      </div>
    ),
  },
  { id: 'kind', title: 'Found as', optional: true, sortBy: foundAs, cell: foundAs },
  {
    id: 'address',
    title: 'Address',
    optional: true,
    sortBy: (one) => one.serviceAddress,
    cell: (one) =>
      one.serviceAddress ? (
        <span className="font-mono text-xs">{one.serviceAddress}</span>
      ) : (
        <span className="text-ink-3">–</span>
      ),
  },
  {
    id: 'processes',
    title: 'Processes',
    align: 'right',
    optional: true,
    sortBy: (one) => one.processes,
    cell: (one) => <span title={countOf(one.processes, 'process', 'processes')}>{one.processes}</span>,
  },
  {
    id: 'memory',
    title: 'Memory',
    align: 'right',
    sortBy: (one) => one.rssBytes,
    cell: (one) => formatBytes(one.rssBytes),
  },
];
