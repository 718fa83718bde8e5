import type { RunView } from '@godwit/domain/history';
import { outcomeStates, PageHead, RelativeTime, StateBadge } from '@godwit/ui';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { RunDetail } from '../../api/types.ts';

const verbs: Record<RunDetail['kind'], string> = {
  move: 'Move',
  dump: 'Dump',
  restore: 'Restore',
  rehearsal: 'Rehearsal of',
  send: 'Send the checkpoint of',
};

function State({ view }: { view: RunView }) {
  if (view.decision) return <StateBadge state={outcomeStates['needs-decision']} />;
  if (view.state === 'giving-back')
    return <StateBadge state={{ ...outcomeStates['given-back'], word: 'Being given back' }} />;
  return <StateBadge state={outcomeStates[view.outcome ?? (view.state === 'queued' ? 'queued' : 'running')]} />;
}

/** What the run does to what, who asked, and when. */
export function RunHead({ run, view, actions }: { run: RunDetail; view: RunView; actions: ReactNode }) {
  const where = run.destination ? `${run.source.name} to ${run.destination.name}` : `on ${run.source.name}`;
  return (
    <PageHead
      above={
        <Link href="/runs" className="hover:text-ink">
          Runs
        </Link>
      }
      title={
        <>
          {verbs[run.kind]}{' '}
          <Link href={`/workloads/${run.workload.id}`} className="hover:underline">
            {run.workload.name}
          </Link>{' '}
          {run.destination ? 'from' : ''} {where}
        </>
      }
      below={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <State view={view} />
          <span>
            asked by {run.by}, <RelativeTime iso={run.createdAt} />
          </span>
          {run.againOf ? (
            <Link href={`/runs/${run.againOf}`} className="underline underline-offset-2">
              repeats an earlier run
            </Link>
          ) : null}
          {run.preflightId ? (
            <Link href={`/preflights/${run.preflightId}`} className="underline underline-offset-2">
              its preflight
            </Link>
          ) : null}
        </span>
      }
      actions={actions}
    />
  );
}
