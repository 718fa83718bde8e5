'use client';
import { PageHead, Select, VerdictBadge } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { MoveRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import type { PreflightDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';
import { type Target, targetChoices } from './purposes.ts';

interface PreflightHeadProps {
  preflight: PreflightDetail;
  busy: boolean;
  onTarget: (target: Target) => void;
  actions: ReactNode;
}

const targetOf = ({ purpose, destination }: PreflightDetail): Target =>
  purpose === 'move' ? (destination?.id ?? '') : purpose;

function TargetSelect({ preflight, busy, onTarget }: Omit<PreflightHeadProps, 'actions'>) {
  const trpc = useTRPC();
  const may = useMay('operator');
  const { data: hosts = [] } = useQuery(trpc.hosts.list.queryOptions());
  const choices = targetChoices(hosts, preflight.source.id);
  const target = targetOf(preflight);
  const known = choices.some((choice) => choice.value === target);
  const all =
    known || !preflight.destination ? choices : [{ value: target, label: preflight.destination.name }, ...choices];
  return (
    <Select
      label="Destination of this preflight"
      value={target}
      onChange={onTarget}
      disabled={busy || !may}
      options={all}
      className="h-9 text-base"
    />
  );
}

/** What is asked: this workload, from here to there, and the answer in a word. */
export function PreflightHead({ preflight, busy, onTarget, actions }: PreflightHeadProps) {
  const { workload, source } = preflight;
  return (
    <PageHead
      above={
        <>
          <Link href="/preflights" className="hover:text-ink">
            Preflights
          </Link>{' '}
          of{' '}
          <Link href={`/workloads/${workload.id}`} className="hover:text-ink">
            {workload.name}
          </Link>
        </>
      }
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-2">
          <Link href={`/workloads/${workload.id}`} className="hover:underline">
            {workload.name}
          </Link>
          <span className="font-normal text-ink-3">on</span>
          <Link href={`/hosts/${source.id}`} className="hover:underline">
            {source.name}
          </Link>
          <MoveRight className="size-5 text-ink-3" aria-label="to" />
          <TargetSelect preflight={preflight} busy={busy} onTarget={onTarget} />
        </span>
      }
      below={
        <div className="mt-2.5">
          <VerdictBadge verdict={preflight.verdict.verdict} size="lg" />
        </div>
      }
      actions={actions}
    />
  );
}
