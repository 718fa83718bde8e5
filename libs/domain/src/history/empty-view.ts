import { type RunKind, stepsOf } from '../run/index.ts';
import type { RunView, SideView, StepView } from './run-view.ts';

const noSide: SideView = { state: null, detail: null, changedAt: null };

/** The steps of a kind of run before anything was done. */
export const waitingSteps = (kind: RunKind, mode?: string): StepView[] =>
  stepsOf(kind, mode).map(({ name, title, afterCommit }) => ({
    name,
    title,
    state: 'waiting',
    afterCommit,
    attempt: 0,
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    error: null,
  }));

/** A run of which no event is known yet. */
export const emptyView = (): RunView => ({
  kind: 'move',
  workload: '',
  source: '',
  destination: null,
  options: { dump: [], restore: [] },
  by: '',
  createdAt: null,
  finishedAt: null,
  state: 'running',
  queue: null,
  outcome: null,
  error: null,
  step: null,
  steps: waitingSteps('move'),
  sides: { source: noSide, destination: noSide },
  phases: [],
  progress: { source: null, destination: null },
  files: null,
  rounds: null,
  notes: [],
  log: [],
  cancelRequestedBy: null,
  permissionAt: null,
  committed: false,
  cancellable: true,
  notCancellableReason: null,
  decision: null,
  times: { frozenUs: null, switchOverUs: null, totalUs: null, overheadUs: null },
  frozenAt: null,
  resumedAt: null,
  givenBack: null,
  proof: null,
  built: null,
  swept: [],
  lastEventId: null,
});
