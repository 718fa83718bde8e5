'use client';
import { countOf } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight, LoaderCircle, UserRoundCheck } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '../api/trpc.ts';
import type { RunSummary } from '../api/types.ts';

const chipClasses =
  'inline-flex h-7 items-center gap-1.5 rounded-full border border-ice-line bg-ice-soft px-2.5 text-xs text-ice hover:border-ice pointer-coarse:h-9 [&_svg]:size-3.5 [&_svg]:shrink-0';

function Chip({ run }: { run: RunSummary }) {
  const waits = run.outcome === 'needs-decision';
  return (
    <Link href={`/runs/${run.id}`} className={chipClasses}>
      {waits ? (
        <UserRoundCheck aria-hidden="true" />
      ) : (
        <LoaderCircle className="animate-spin motion-reduce:animate-none" aria-hidden="true" />
      )}
      <span className="max-w-32 truncate">{run.workload.name}</span>
      {run.destination ? (
        <>
          <ArrowRight aria-label="to" /> <span className="max-w-24 truncate">{run.destination.name}</span>
        </>
      ) : null}
      {waits ? <span>needs a decision</span> : null}
    </Link>
  );
}

/** Running runs, to be opened from anywhere; only their number where there is no room. */
export function RunChips() {
  const trpc = useTRPC();
  const { data: runs = [] } = useQuery(trpc.runs.active.queryOptions(undefined, { refetchInterval: 15_000 }));
  if (runs.length === 0) return null;
  return (
    <>
      <div className="flex min-w-0 gap-1.5 overflow-hidden max-md:hidden">
        {runs.slice(0, 3).map((run) => (
          <Chip key={run.id} run={run} />
        ))}
        {runs.length > 3 ? (
          <Link href="/runs" className={chipClasses}>
            {runs.length - 3} more
          </Link>
        ) : null}
      </div>
      <Link href={runs.length === 1 ? `/runs/${runs[0]?.id}` : '/runs'} className={`${chipClasses} md:hidden`}>
        <LoaderCircle className="animate-spin motion-reduce:animate-none" aria-hidden="true" />
        {countOf(runs.length, 'run')}
      </Link>
    </>
  );
}
