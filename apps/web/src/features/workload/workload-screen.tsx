'use client';
import { Panel, PanelSkeleton, Tabs } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { WorkloadDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useLiveTopic } from '../../live/live-context.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { PreflightHistory } from '../history/preflight-history.tsx';
import { RunHistory } from '../history/run-history.tsx';
import { preflightInput } from '../preflight/purposes.ts';
import { useStartPreflight } from '../preflight/use-start-preflight.ts';
import { RehearsalNotice } from '../rehearsal/rehearsal-evidence.tsx';
import { LinkedVerdictBar } from '../workloads/linked-verdict-bar.tsx';
import { oldestFirst } from '../workloads/workload-columns.tsx';
import { LastFindings } from './last-findings.tsx';
import { TreePanel } from './tree-panel.tsx';
import { WorkloadActions } from './workload-actions.tsx';
import { WorkloadHead } from './workload-head.tsx';

function ActiveRun({ runId }: { runId: string | null }) {
  if (!runId) return null;
  return (
    <Link
      href={`/runs/${runId}`}
      className="mb-4 flex items-center gap-2 rounded-lg border border-ice-line bg-ice-soft px-4 py-2.5 text-sm text-ice hover:border-ice"
    >
      <LoaderCircle className="size-4 animate-spin motion-reduce:animate-none" aria-hidden="true" />A run of it is in
      progress. Watch it.
    </Link>
  );
}

function WorkloadTabs({ workload }: { workload: WorkloadDetail }) {
  const { get, set } = useUrlState();
  return (
    <Tabs
      label="About this workload"
      value={get('tab') ?? 'findings'}
      onChange={(tab) => set({ tab: tab === 'findings' ? null : tab })}
      items={[
        { value: 'findings', label: 'Findings', content: <LastFindings workload={workload} /> },
        { value: 'history', label: 'History', content: <PreflightHistory scope={{ workloadId: workload.id }} /> },
        { value: 'runs', label: 'Runs', content: <RunHistory scope={{ workloadId: workload.id }} /> },
      ]}
    />
  );
}

function Workload({ workload }: { workload: WorkloadDetail }) {
  const start = useStartPreflight();
  useLiveTopic({ workloadId: workload.id });
  return (
    <>
      <WorkloadHead
        workload={workload}
        actions={
          <WorkloadActions
            workload={workload}
            busy={start.isPending}
            onPreflight={(target) => start.mutate(preflightInput(workload.id, target))}
          />
        }
      />
      <FailureNotice error={start.error} />
      <ActiveRun runId={workload.activeRunId} />
      {workload.rehearsal ? (
        <div className="mb-4">
          <RehearsalNotice rehearsal={workload.rehearsal} />
        </div>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[26rem_minmax(0,1fr)]">
        <div className="space-y-4 lg:sticky lg:top-16">
          <Panel title="Last 50 verdicts" note="oldest left">
            <LinkedVerdictBar marks={oldestFirst(workload.lastVerdicts)} places={50} />
          </Panel>
          <TreePanel workload={workload} />
        </div>
        <WorkloadTabs workload={workload} />
      </div>
    </>
  );
}

/** One workload: what it is made of, whether it can move, and what happened to it before. */
export function WorkloadScreen({ workloadId }: { workloadId: string }) {
  const trpc = useTRPC();
  const workload = useQuery(trpc.workloads.get.queryOptions({ workloadId }));
  return (
    <WithData
      query={workload}
      loading={
        <div className="grid gap-4 lg:grid-cols-[26rem_1fr]">
          <PanelSkeleton lines={6} label="the workload" />
          <PanelSkeleton lines={10} label="its findings" />
        </div>
      }
    >
      {(data) => <Workload key={data.id} workload={data} />}
    </WithData>
  );
}
