import { foldRun } from '@godwit/domain/history';
import { controlsOf } from '@godwit/domain/plan';
import type { RehearsalEvidence } from '@godwit/domain/rehearsal';
import { choiceTexts, type RunEvent } from '@godwit/domain/run';
import type { RunRecord } from '@godwit/history-store';
import { confirmNameFor, type RunNames } from '../commands/decide-run.ts';
import type { RunDetail } from '../procedures/shapes/run-detail.ts';
import type { RunSummary } from '../procedures/shapes/run-summary.ts';
import { nameHost } from './present-preflight.ts';
import { presentTime, presentTimeOrNull } from './present-time.ts';

const noTimes = { frozenUs: null, switchOverUs: null, totalUs: null, overheadUs: null };

export const presentRunRow = (run: RunRecord, hostName: (id: string) => string): RunSummary => ({
  id: run.id,
  kind: run.kind,
  state: run.queue === null ? run.state : 'queued',
  queue: run.queue,
  outcome: run.outcome ?? (run.decision === null ? null : 'needs-decision'),
  workload: { id: run.workloadId, name: run.workloadName },
  source: { id: run.sourceHostId, name: hostName(run.sourceHostId) },
  destination: nameHost(run.destinationHostId, hostName),
  step: run.step,
  by: run.createdBy,
  createdAt: presentTime(run.createdAt),
  finishedAt: presentTimeOrNull(run.finishedAt),
  times: run.times ?? noTimes,
  error: run.error,
});

interface RunInput {
  run: RunRecord;
  events: RunEvent[];
  hostName: (id: string) => string;
  rehearsal: RehearsalEvidence | null;
}

/** The run with everything that happened, from the start. */
export const presentRun = ({ run, events, hostName, rehearsal }: RunInput): RunDetail => {
  const { cancellable, notCancellableReason, rounds } = foldRun(events);
  return {
    ...presentRunRow(run, hostName),
    preflightId: run.preflightId,
    checkpointId: run.checkpointId,
    againOf: run.againOf,
    controls: run.plan.kind === 'move' || run.plan.kind === 'send' ? controlsOf(run.plan) : null,
    cancellable,
    notCancellableReason,
    decision: presentDecision(run, hostName),
    holdSeconds: run.plan.kind === 'move' ? run.plan.holdSeconds : null,
    estimate: (run.plan.kind === 'move' && run.plan.estimate) || null,
    stopRule: (run.plan.kind === 'move' && run.plan.stopRule) || null,
    rounds,
    rehearsalEstimate: (run.plan.kind === 'rehearsal' && run.plan.estimate) || null,
    rehearsal,
    events,
  };
};

const presentDecision = (run: RunRecord, hostName: (id: string) => string): RunDetail['decision'] => {
  if (run.decision === null) return null;
  const names: RunNames = {
    source: hostName(run.sourceHostId),
    destination: run.destinationHostId === null ? '' : hostName(run.destinationHostId),
    workload: run.workloadName,
  };
  return {
    reason: run.decision.reason,
    choices: run.decision.choices.map((choice) => ({
      choice,
      label: choiceTexts[choice].label,
      danger: choiceTexts[choice].danger,
      confirmName: confirmNameFor(choice, names),
    })),
  };
};
