import { type Explanation, explainLog } from '../explanation/index.ts';
import type { RunEvent, Side, StepName } from '../run/index.ts';

/** In which step CRIU works, and on which side its log is written. */
const sideOfStep: Partial<Record<StepName, Side>> = {
  dump: 'source',
  restore: 'destination',
  'dump-checkpoint': 'source',
  'restore-checkpoint': 'destination',
  'rehearse-dump': 'source',
  'rehearse-build': 'destination',
};

/** CRIU's log of a failed run, explained. */
export interface RunExplanation {
  side: Side;
  step: StepName;
  explanation: Explanation;
  /** The log as far as it was passed on. */
  log: string;
}

/** Failures that our own hook or command brought about: CRIU only did as it was told. */
const ownDoing = new Set(['hook-failed']);

const findFailedStep = (events: readonly RunEvent[]): StepName | null => {
  for (const { data } of [...events].reverse())
    if (data.type === 'step.failed' && data.error.code === 'criu-failed') return data.step;
  return null;
};

const logOf = (events: readonly RunEvent[], side: Side): string =>
  events.flatMap(({ data }) => (data.type === 'log.appended' && data.side === side ? data.lines : [])).join('\n');

/**
 * Why CRIU failed in a run, from the log lines among its events. Null when the run did not fail by CRIU: it went well, was
 * cancelled, lost a host, or CRIU ended because it was told to.
 */
export const explainRun = (events: readonly RunEvent[]): RunExplanation | null => {
  const step = findFailedStep(events);
  const side = step === null ? undefined : sideOfStep[step];
  if (step === null || side === undefined) return null;
  const log = logOf(events, side);
  const explanation = explainLog(log);
  if (explanation.errorId !== null && ownDoing.has(explanation.errorId)) return null;
  return { side, step, explanation, log };
};
