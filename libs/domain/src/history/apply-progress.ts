import type { DumpPhase } from '../criu/index.ts';
import type { RunEventData } from '../run/index.ts';
import { millisecondsBetween } from './milliseconds-between.ts';
import type { ProgressView, RunView } from './run-view.ts';

const freezing: DumpPhase = 'freezing';

type Measured = Extract<RunEventData, { type: 'progress.measured' }>;
type Files = Extract<RunEventData, { type: 'files.measured' }>;
type Phase = Extract<RunEventData, { type: 'phase.entered' }>;
type Log = Extract<RunEventData, { type: 'log.appended' }>;

/** Progress never runs backwards: a late or repeated measurement changes nothing. */
export const measureProgress = (view: RunView, at: string, event: Measured): RunView => {
  const before = view.progress[event.side];
  if (before !== null && event.sentBytes < before.sentBytes) return view;
  const progress: ProgressView = {
    sentBytes: event.sentBytes,
    expectedBytes: event.expectedBytes ?? before?.expectedBytes ?? null,
    pagesWritten: event.pagesWritten ?? before?.pagesWritten ?? null,
    bytesPerSecond: event.bytesPerSecond,
    at,
  };
  return { ...view, progress: { ...view.progress, [event.side]: progress } };
};

/** Ends the side's last phase and begins the next; the same phase told twice is one. */
export const enterPhase = (view: RunView, at: string, { side, phase }: Phase): RunView => {
  const last = view.phases.findLastIndex((entry) => entry.side === side);
  if (view.phases[last]?.phase === phase) return view;
  const closed = view.phases.map((entry, index) =>
    index === last ? { ...entry, durationMs: millisecondsBetween(entry.enteredAt, at) } : entry,
  );
  return {
    ...view,
    frozenAt: side === 'source' && phase === freezing ? (view.frozenAt ?? at) : view.frozenAt,
    phases: [...closed, { side, phase, enteredAt: at, durationMs: null }],
  };
};

export const appendLog = (view: RunView, at: string, { side, lines }: Log): RunView => ({
  ...view,
  log: [...view.log, ...lines.map((line) => ({ side, at, line }))],
});

/** The last count of each kind of round stands. */
export const measureFiles = (view: RunView, { frozen, files, bytes, sentBytes, expectedBytes }: Files): RunView => {
  const before = view.files ?? { ahead: null, frozen: null };
  const round = { files, bytes, sentBytes, expectedBytes };
  return { ...view, files: frozen ? { ...before, frozen: round } : { ...before, ahead: round } };
};
