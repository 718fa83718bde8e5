import { type Column, criuStates, hostStates, RelativeTime, StateBadge } from '@godwit/ui';
import Link from 'next/link';
import type { HostSummary } from '../../api/types.ts';
import { CanMoveBar } from './can-move-bar.tsx';
import { tellingAddresses } from './telling-addresses.ts';

const none = <span className="text-ink-3">–</span>;

function Addresses({ all }: { all: readonly string[] }) {
  const { first, others } = tellingAddresses(all);
  if (first.length === 0) return none;
  return (
    <span className="font-mono text-xs" title={all.join(', ')}>
      {first.join(', ')}
      {others > 0 ? <span className="text-ink-3"> and {others} more</span> : null}
    </span>
  );
}

/** A host on three axes that are never mixed: reachable, CRIU ready, can move. */
export const hostColumns: readonly Column<HostSummary>[] = [
  {
    id: 'name',
    title: 'Host',
    sortBy: (host) => host.name,
    cell: (host) => (
      <Link href={`/hosts/${host.id}`} className="font-medium whitespace-nowrap after:absolute after:inset-0">
        {host.name}
      </Link>
    ),
  },
  {
    id: 'reachable',
    title: 'Reachable',
    sortBy: (host) => host.status,
    cell: (host) => <StateBadge state={hostStates[host.status]} />,
  },
  {
    id: 'criu',
    title: 'CRIU',
    sortBy: (host) => host.criuReady,
    cell: (host) => <StateBadge state={criuStates[host.criuReady]} />,
  },
  { id: 'can-move', title: 'Can move', cell: (host) => <CanMoveBar counts={host.counts} /> },
  {
    id: 'workloads',
    title: 'Workloads',
    align: 'right',
    sortBy: (host) => host.workloadCount,
    cell: (host) => host.workloadCount,
  },
  {
    id: 'kernel',
    title: 'Kernel',
    optional: true,
    sortBy: (host) => host.kernel,
    cell: (host) => (host.kernel ? <span className="font-mono text-xs whitespace-nowrap">{host.kernel}</span> : none),
  },
  {
    id: 'criu-version',
    title: 'CRIU version',
    optional: true,
    sortBy: (host) => host.criuVersion,
    cell: (host) => (host.criuVersion ? <span className="font-mono text-xs">{host.criuVersion}</span> : none),
  },
  {
    id: 'addresses',
    title: 'Addresses',
    optional: true,
    cell: (host) => <Addresses all={host.addresses} />,
  },
  {
    id: 'seen',
    title: 'Last seen',
    optional: true,
    align: 'right',
    sortBy: (host) => host.lastSeenAt,
    cell: (host) => (host.lastSeenAt ? <RelativeTime iso={host.lastSeenAt} /> : none),
  },
];
