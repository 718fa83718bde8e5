import type { RunEvent } from '../run/index.ts';
import { appendLog, enterPhase, measureFiles, measureProgress } from './apply-progress.ts';
import { changeSide, noteSide } from './apply-side.ts';
import { failStep, finishStep, startStep, undoStep } from './apply-step.ts';
import { cancellable } from './cancellable.ts';
import { emptyView, waitingSteps } from './empty-view.ts';
import type { RunView } from './run-view.ts';

/** The whole view of a run out of its events, in the order of their ids. Takes a view to go on from. */
export const foldRun = (events: readonly RunEvent[], from: RunView = emptyView()): RunView =>
  events.reduce(applyEvent, from);

/** One event more. An event that was applied before (same or lower id) changes nothing. */
export const applyEvent = (view: RunView, event: RunEvent): RunView => {
  if (view.lastEventId !== null && BigInt(event.id) <= BigInt(view.lastEventId)) return view;
  const next = { ...applyData(view, event), lastEventId: event.id };
  return { ...next, ...cancellable(next) };
};

const applyData = (view: RunView, { at, data }: RunEvent): RunView => {
  switch (data.type) {
    case 'run.created':
      return create(view, at, data);
    case 'step.started':
      return startStep(view, at, data);
    case 'step.finished':
      return finishStep(view, at, data.step);
    case 'step.failed':
      return failStep(view, at, data.step, data.error);
    case 'compensation.started':
      return undoStep(view, data.step, 'undoing');
    case 'compensation.finished':
      return undoStep(view, data.step, 'undone');
    case 'compensation.failed':
      return undoStep(view, data.step, 'undoing', data.error);
    case 'side.changed':
      return changeSide(view, at, data);
    case 'side.noted':
      return noteSide(view, at, data);
    case 'phase.entered':
      return enterPhase(view, at, data);
    case 'progress.measured':
      return measureProgress(view, at, data);
    case 'files.measured':
      return measureFiles(view, data);
    case 'rounds.measured':
      return {
        ...view,
        rounds: { rounds: data.rounds, stoppedBecause: data.stoppedBecause, lastBytes: data.lastBytes },
      };
    case 'log.appended':
      return appendLog(view, at, data);
    default:
      return applyTurn(view, at, data);
  }
};

type Data<T extends RunEvent['data']['type']> = Extract<RunEvent['data'], { type: T }>;

const applyTurn = (
  view: RunView,
  at: string,
  data: Data<
    | 'run.queued'
    | 'run.admitted'
    | 'permission.written'
    | 'cancel.requested'
    | 'decision.needed'
    | 'decision.made'
    | 'times.measured'
    | 'proof.taken'
    | 'rehearsal.built'
    | 'sweep.done'
    | 'run.finished'
  >,
): RunView => {
  switch (data.type) {
    case 'run.queued':
      return { ...view, state: 'queued', queue: { place: data.place, waitsFor: data.waitsFor } };
    case 'run.admitted':
      return { ...view, state: 'running', queue: null };
    case 'permission.written':
      return { ...view, permissionAt: at };
    case 'cancel.requested':
      return { ...view, cancelRequestedBy: data.by };
    case 'decision.needed':
      return { ...view, state: 'waiting-for-decision', decision: { reason: data.reason, choices: data.choices } };
    case 'decision.made':
      return { ...view, state: 'running', decision: null };
    case 'times.measured':
      return { ...view, times: data.times };
    case 'proof.taken':
      return {
        ...view,
        proof: { passed: data.passed, lines: data.lines, ...(data.health && { health: data.health }) },
      };
    case 'rehearsal.built':
      return { ...view, built: { buildUs: data.buildUs, imageBytes: data.imageBytes } };
    case 'sweep.done':
      return { ...view, swept: [...view.swept, { side: data.side, removed: data.removed }] };
    case 'run.finished':
      return finish(view, at, data);
  }
};

const create = (view: RunView, at: string, data: Data<'run.created'>): RunView => ({
  ...view,
  kind: data.kind,
  workload: data.workload,
  source: data.source,
  destination: data.destination,
  options: data.options,
  by: data.by,
  createdAt: at,
  steps: waitingSteps(data.kind, data.mode),
});

const finish = (view: RunView, at: string, data: Data<'run.finished'>): RunView => ({
  ...view,
  state: 'finished',
  queue: null,
  outcome: data.outcome,
  error: data.error ?? null,
  decision: null,
  finishedAt: at,
});
