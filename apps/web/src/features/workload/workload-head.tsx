import { countOf, formatBytes, PageHead, RelativeTime, VerdictBadge } from '@godwit/ui';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { WorkloadDetail } from '../../api/types.ts';
import { foundAs } from '../workloads/workload-columns.tsx';

function Verdict({ workload }: { workload: WorkloadDetail }) {
  const last = workload.lastPreflight;
  if (!last) return <span className="text-sm text-ink-3">Not checked yet</span>;
  const towards = {
    move: `to ${last.destinationName ?? 'another host'}`,
    here: 'dump and restore here',
    dump: 'a dump',
  }[last.purpose];
  return (
    <span className="flex flex-wrap items-center gap-2">
      <VerdictBadge verdict={last.verdict} />
      <Link href={`/preflights/${last.id}`} className="text-sm underline underline-offset-2">
        {towards}
      </Link>
      <span className="text-sm text-ink-3">
        on facts, <RelativeTime iso={last.at} />
      </span>
    </span>
  );
}

/** Name, host, last verdict with its age, and what may be done. */
export function WorkloadHead({ workload, actions }: { workload: WorkloadDetail; actions: ReactNode }) {
  return (
    <PageHead
      above={
        <Link href="/workloads" className="hover:text-ink">
          Workloads
        </Link>
      }
      title={
        <>
          {workload.name} <span className="font-normal text-ink-3">on</span>{' '}
          <Link href={`/hosts/${workload.hostId}`} className="hover:underline">
            {workload.hostName}
          </Link>
        </>
      }
      below={
        <div className="space-y-1.5">
          <Verdict workload={workload} />
          <p className="text-sm text-ink-3">
            {workload.kind === 'container' ? `${foundAs(workload)}, ` : ''}
            {countOf(workload.processes, 'process', 'processes')}, {formatBytes(workload.rssBytes)} of memory
            {workload.serviceAddress ? `, address ${workload.serviceAddress}` : ''}
            {workload.state === 'gone' ? (
              <>
                , gone, last seen <RelativeTime iso={workload.lastSeenAt} />
              </>
            ) : null}
          </p>
        </div>
      }
      actions={actions}
    />
  );
}
