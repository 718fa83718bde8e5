import { Badge, type Column, formatBytes, formatUs, RelativeTime } from '@godwit/ui';
import { Archive, CircleDashed, LockKeyhole, Pin } from 'lucide-react';
import Link from 'next/link';
import type { CheckpointSummary } from '../../api/types.ts';

const none = <span className="text-ink-3">–</span>;

function Kept({ checkpoint }: { checkpoint: CheckpointSummary }) {
  const { pinnedBy, encrypted, copyOf, moveRunId, keptBecause } = checkpoint;
  if (pinnedBy === null && !encrypted && copyOf === null && moveRunId === null) return none;
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {pinnedBy === null ? null : (
        <Badge tone="slate" icon={<Pin aria-hidden="true" />}>
          Pinned by {pinnedBy}
        </Badge>
      )}
      {encrypted ? (
        <Badge tone="slate" icon={<LockKeyhole aria-hidden="true" />}>
          Encrypted
        </Badge>
      ) : null}
      {moveRunId === null ? null : (
        <Link href={`/runs/${moveRunId}`} className="text-xs underline underline-offset-2">
          by a move, because {keptBecause}
        </Link>
      )}
      {copyOf === null ? null : (
        <Link href={`/checkpoints/${copyOf}`} className="text-xs underline underline-offset-2">
          a copy
        </Link>
      )}
    </span>
  );
}

/** What a dump or a move left behind; the verbs stand in a column of the screen's own. */
export const checkpointColumns: readonly Column<CheckpointSummary>[] = [
  {
    id: 'workload',
    title: 'Workload',
    sortBy: (one) => one.workloadName,
    cell: (one) => (
      <Link href={`/checkpoints/${one.id}`} className="font-medium hover:underline">
        {one.workloadName}
      </Link>
    ),
  },
  { id: 'host', title: 'Host', sortBy: (one) => one.hostName, cell: (one) => one.hostName },
  { id: 'at', title: 'Dumped', sortBy: (one) => one.at, cell: (one) => <RelativeTime iso={one.at} /> },
  {
    id: 'size',
    title: 'Images',
    align: 'right',
    sortBy: (one) => one.imageBytes,
    cell: (one) => (one.imageBytes === null ? none : formatBytes(one.imageBytes)),
  },
  {
    id: 'frozen',
    title: 'Frozen',
    align: 'right',
    optional: true,
    sortBy: (one) => one.frozenUs,
    cell: (one) => (one.frozenUs === null ? none : formatUs(one.frozenUs)),
  },
  {
    id: 'left',
    title: 'After the dump',
    optional: true,
    cell: (one) => {
      if (one.moveRunId !== null) return 'went on elsewhere';
      return one.leftRunning ? 'went on running' : 'was ended';
    },
  },
  {
    id: 'kept',
    title: 'Kept',
    sortBy: (one) => one.pinnedBy,
    cell: (one) => <Kept checkpoint={one} />,
  },
  {
    id: 'state',
    title: 'State',
    sortBy: (one) => one.state,
    cell: (one) =>
      one.state === 'stored' ? (
        <Badge tone="can" icon={<Archive aria-hidden="true" />}>
          Stored
        </Badge>
      ) : (
        <Badge tone="slate" icon={<CircleDashed aria-hidden="true" />}>
          Removed
        </Badge>
      ),
  },
];
