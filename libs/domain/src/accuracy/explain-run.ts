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

/** The copy is built as soon as its images have arrived, so its failure ends the step in which the source still stands. */
const buildsAlready: Partial<Record<StepName, StepName>> = { dump: 'restore', 'rehearse-dump': 'rehearse-build' };

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
  const failed = findFailedStep(events);
  if (failed === null) return null;
  const told = [failed, buildsAlready[failed]].flatMap((step) => explainStep(events, step)).filter(isCrius);
  return told.find(({ explanation }) => explanation.cause !== null) ?? told.find(({ step }) => step === failed) ?? null;
};

const explainStep = (events: readonly RunEvent[], step: StepName | undefined): RunExplanation[] => {
  const side = step && sideOfStep[step];
  if (step === undefined || side === undefined) return [];
  const log = logOf(events, side);
  return [{ side, step, explanation: explainLog(log), log }];
};

const isCrius = ({ explanation: { errorId } }: RunExplanation): boolean => errorId === null || !ownDoing.has(errorId);
