'use client';
import { Face, FindingList, PanelSkeleton, VerdictBadge } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '../../api/trpc.ts';
import type { WorkloadDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';

function Findings({ preflightId }: { preflightId: string }) {
  const trpc = useTRPC();
  const preflight = useQuery(trpc.preflights.get.queryOptions({ preflightId }));
  return (
    <WithData query={preflight} loading={<PanelSkeleton lines={6} label="findings" />}>
      {({ verdict }) =>
        verdict.findings.length === 0 ? (
          <p className="flex items-center gap-3 text-sm text-ink-2">
            <VerdictBadge verdict={verdict.verdict} /> The last preflight found nothing against it.
          </p>
        ) : (
          <div className="space-y-3">
            <FindingList findings={verdict.findings} />
            <Link href={`/preflights/${preflightId}`} className="text-sm underline underline-offset-2">
              Open this preflight
            </Link>
          </div>
        )
      }
    </WithData>
  );
}

/** What the last preflight found. */
export function LastFindings({ workload }: { workload: WorkloadDetail }) {
  if (workload.lastPreflight) return <Findings preflightId={workload.lastPreflight.id} />;
  return (
    <Face icon={<ClipboardCheck />} title="Nobody has asked yet">
      A preflight reads facts from outside, in a moment and without touching the processes, and says all at once what
      stands in the way.
    </Face>
  );
}
