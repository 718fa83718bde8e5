'use client';
import { LogView, Panel, PanelSkeleton, PhaseStepper } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import type { RunDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { RehearsalNotice } from '../rehearsal/rehearsal-evidence.tsx';
import { AfterPanels } from './after-panels.tsx';
import { CancelControl } from './cancel-control.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';
import { QueueNotice } from './queue-notice.tsx';
import { RoundsPanel } from './rounds-panel.tsx';
import { RunAgain } from './run-again.tsx';
import { RunHead } from './run-head.tsx';
import { RunSides } from './run-sides.tsx';
import { SentImages } from './sent-images.tsx';
import { useRunEvents } from './use-run-events.ts';
import { announcement } from './view/announcement.ts';
import { logLines } from './view/log-lines.ts';
import { ratePoints } from './view/rate-points.ts';
import { commitBefore, stepperSteps } from './view/stepper-steps.ts';
import { WhyItFailed } from './why-it-failed.tsx';

function LiveRun({ run, onTurn }: { run: RunDetail; onTurn: () => void }) {
  const { events, view, clockOffsetMs } = useRunEvents(run.id, run.events);
  const lines = useMemo(() => logLines(events), [events]);
  const points = useMemo(() => ratePoints(events), [events]);
  const turn = `${view.state} ${view.decision?.reason ?? ''}`;
  // Choices of a decision and the like are the server's to say: read again when the run turns.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is the occasion, not an input
  useEffect(() => onTurn(), [turn, onTurn]);
  return (
    <>
      <RunHead
        run={run}
        view={view}
        actions={
          view.state === 'finished' ? (
            <RunAgain runId={run.id} view={view} />
          ) : (
            <CancelControl runId={run.id} view={view} />
          )
        }
      />
      <p role="status" aria-live="polite" className="sr-only">
        {announcement(view)}
      </p>
      <div className="flex flex-col gap-4">
        <DecisionPanel run={run} />
        <QueueNotice view={view} />
        <OutcomeNotice view={view} />
        {view.state === 'finished' ? <WhyItFailed events={events} preflightId={run.preflightId} /> : null}
        <Panel className="live-figures max-lg:order-1">
          <PhaseStepper steps={stepperSteps(view)} commitBefore={commitBefore(view)} crossed={view.committed} />
        </Panel>
        {run.kind === 'send' ? (
          <SentImages run={run} view={view} points={points} />
        ) : (
          <RunSides run={run} view={view} points={points} clockOffsetMs={clockOffsetMs} />
        )}
        {view.rounds ? (
          <RoundsPanel told={view.rounds} stopRule={run.stopRule} estimate={run.estimate?.preCopy ?? null} />
        ) : null}
        <NotesPanel view={view} />
        <AfterPanels view={view} estimate={run.estimate} rehearsalEstimate={run.rehearsalEstimate} />
        {run.rehearsal ? <RehearsalNotice rehearsal={run.rehearsal} /> : null}
        <Panel title="Log" flush className="max-lg:order-2">
          <LogView lines={lines} label="Events and log lines of this run" />
        </Panel>
      </div>
    </>
  );
}

/** A run while it happens, and for ever after. */
export function RunScreen({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.get.queryOptions({ runId }));
  const { refetch } = run;
  const onTurn = useMemo(() => () => void refetch({ cancelRefetch: false }), [refetch]);
  return (
    <WithData query={run} loading={<RunSkeleton />}>
      {(data) => <LiveRun key={runId} run={data} onTurn={onTurn} />}
    </WithData>
  );
}

function RunSkeleton() {
  return (
    <div className="space-y-4">
      <PanelSkeleton lines={1} label="the run" />
      <PanelSkeleton lines={2} label="its steps" />
      <div className="grid gap-3 lg:grid-cols-3">
        <PanelSkeleton lines={5} label="the source" />
        <PanelSkeleton lines={5} label="the page stream" />
        <PanelSkeleton lines={5} label="the destination" />
      </div>
    </div>
  );
}
