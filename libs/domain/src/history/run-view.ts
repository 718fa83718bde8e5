import type { ErrorReport } from '../errors/index.ts';
import type { ToldRounds } from '../pre-copy/index.ts';
import type { RunKind, RunOutcome, RunQueue, RunTimes, Side, StepName } from '../run/index.ts';
import type { Health, noteTopics } from '../run/run-event.ts';
import type { CriuOptions } from '../verdict/index.ts';

export interface StepView {
  name: StepName;
  title: string;
  state: 'waiting' | 'running' | 'finished' | 'failed' | 'undoing' | 'undone';
  /** Beyond this line the run is never given back. */
  afterCommit: boolean;
  attempt: number;
  startedAt: string | null;
  finishedAt: string | null;
  durationMs: number | null;
  error: ErrorReport | null;
}

export interface PhaseView {
  side: Side;
  phase: string;
  enteredAt: string;
  /** Until the next phase of the same side; null for the last one. */
  durationMs: number | null;
}

export interface ProgressView {
  sentBytes: number;
  expectedBytes: number | null;
  pagesWritten: number | null;
  bytesPerSecond: number | null;
  at: string;
}

export interface FilesRound {
  files: number;
  bytes: number;
  sentBytes: number;
  expectedBytes: number;
}

/** What was copied ahead of the freeze, and what once more inside the hold. */
export interface FilesView {
  ahead: FilesRound | null;
  frozen: FilesRound | null;
}

export interface SideView {
  /** As its journal said last; null before it said anything. */
  state: string | null;
  detail: string | null;
  changedAt: string | null;
  /** After its sweep: the state before, which says how it ended. Absent until then. */
  endedAs?: string | null;
}

export interface NoteView {
  side: Side;
  topic: (typeof noteTopics)[number];
  name: string;
  state: 'running' | 'done' | 'failed';
  text: string;
  at: string;
}

export interface LogView {
  side: Side;
  at: string;
  line: string;
}

/** Everything a page shows of a run; derived from its events alone. */
export interface RunView {
  kind: RunKind;
  workload: string;
  source: string;
  destination: string | null;
  options: CriuOptions;
  by: string;
  createdAt: string | null;
  finishedAt: string | null;
  state: 'queued' | 'running' | 'waiting-for-decision' | 'giving-back' | 'finished';
  /** Its place and what it waits for; null while it does not wait. */
  queue: RunQueue | null;
  outcome: RunOutcome | null;
  error: ErrorReport | null;
  step: StepName | null;
  steps: StepView[];
  sides: Record<Side, SideView>;
  phases: PhaseView[];
  progress: Record<Side, ProgressView | null>;
  /** Files that travel along; null while none were counted. */
  files: FilesView | null;
  /** Rounds of a pre-copy; null before they begin. */
  rounds: ToldRounds | null;
  /** Supervisors, hooks and health commands, each with the last that was said of it. */
  notes: NoteView[];
  log: LogView[];
  cancelRequestedBy: string | null;
  /** The server wrote its permission: from here nobody may cancel. */
  permissionAt: string | null;
  /** The source said that it committed. */
  committed: boolean;
  cancellable: boolean;
  notCancellableReason: string | null;
  decision: { reason: string; choices: string[] } | null;
  times: RunTimes;
  /** When the source froze and when the copy ran, as the server saw it. */
  frozenAt: string | null;
  resumedAt: string | null;
  /** What proves that a source which was given back runs again; null before, and where nothing was told. */
  givenBack: string | null;
  proof: { passed: boolean; lines: string[]; health?: Health } | null;
  /** Of a rehearsal: how long the copy took to build, and how much was sent; null until it stands. */
  built: { buildUs: number | null; imageBytes: number | null } | null;
  swept: { side: Side; removed: string[] }[];
  lastEventId: string | null;
}
