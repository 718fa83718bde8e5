'use client';
import { Button, Face, FindingList, Panel, PanelSkeleton } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, RefreshCw } from 'lucide-react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { PreflightDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useMay } from '../../shell/session.tsx';
import { RehearsalNotice } from '../rehearsal/rehearsal-evidence.tsx';
import { RehearseButton } from '../rehearsal/rehearse-button.tsx';
import { ActionButton } from './action-button.tsx';
import { CommandPanel } from './command-panel.tsx';
import { EstimatePanel } from './estimate/estimate-panel.tsx';
import { EvidenceLine } from './evidence-line.tsx';
import { choicesOf } from './files/file-choices.ts';
import { FilesPanel } from './files/files-panel.tsx';
import { ModesPanel } from './modes/modes-panel.tsx';
import { BlastRadius } from './move-dialog.tsx';
import { PreflightHead } from './preflight-head.tsx';
import { preflightInput, type Target } from './purposes.ts';
import { SeverityCounts } from './severity-counts.tsx';
import { useStartPreflight } from './use-start-preflight.ts';

function NoFindings() {
  return (
    <Face icon={<CircleCheck />} title="Nothing was found against it">
      Every rule was evaluated, on facts that could all be read.
    </Face>
  );
}

const targetOf = (preflight: PreflightDetail): Target =>
  preflight.purpose === 'move' ? (preflight.destination?.id ?? '') : preflight.purpose;

function Preflight({ preflight }: { preflight: PreflightDetail }) {
  const start = useStartPreflight();
  const may = useMay('operator');
  const { filePlan } = preflight.verdict;
  // What was said about files was said about this destination.
  const ask = (
    target: Target,
    staging = target === targetOf(preflight) ? filePlan && choicesOf(filePlan) : undefined,
  ) => start.mutate({ ...preflightInput(preflight.workload.id, target), ...(staging && { staging }) });
  const { findings } = preflight.verdict;
  return (
    <>
      <PreflightHead
        preflight={preflight}
        busy={start.isPending}
        onTarget={(target) => ask(target)}
        actions={
          <>
            <RehearseButton preflight={preflight} />
            <ActionButton preflight={preflight} />
          </>
        }
      />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <EvidenceLine preflight={preflight} />
        {may ? (
          <Button disabled={start.isPending} onClick={() => ask(targetOf(preflight))}>
            <RefreshCw className={start.isPending ? 'animate-spin motion-reduce:animate-none' : ''} />
            {start.isPending ? 'Reading facts' : 'Run again'}
          </Button>
        ) : null}
      </div>
      <FailureNotice error={start.error} />
      {preflight.rehearsal ? (
        <div className="mb-4">
          <RehearsalNotice rehearsal={preflight.rehearsal} />
        </div>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-4">
          <section aria-label="Findings" className="min-w-0">
            {findings.length === 0 ? <NoFindings /> : <FindingList findings={findings} />}
          </section>
          {filePlan ? (
            <FilesPanel
              plan={filePlan}
              busy={start.isPending}
              onLookAgain={may ? (choices) => ask(targetOf(preflight), choices) : undefined}
            />
          ) : null}
        </div>
        <div className="space-y-4 lg:sticky lg:top-16">
          <SeverityCounts findings={findings} />
          <Panel title="What will happen">
            <BlastRadius preflight={preflight} />
          </Panel>
          {preflight.estimate.move ? <EstimatePanel estimate={preflight.estimate.move} /> : null}
          {preflight.estimate.modes ? <ModesPanel advice={preflight.estimate.modes} /> : null}
          <CommandPanel preflight={preflight} />
        </div>
      </div>
    </>
  );
}

/** One preflight: what was asked, the verdict, and everything it rests on. */
export function PreflightScreen({ preflightId }: { preflightId: string }) {
  const trpc = useTRPC();
  const preflight = useQuery(trpc.preflights.get.queryOptions({ preflightId }));
  return (
    <WithData
      query={preflight}
      loading={
        <div className="space-y-4">
          <PanelSkeleton lines={2} label="the verdict" />
          <PanelSkeleton lines={8} label="its findings" />
        </div>
      }
    >
      {(data) => <Preflight key={data.id} preflight={data} />}
    </WithData>
  );
}
