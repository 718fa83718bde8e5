import type { RunView } from '@godwit/domain/history';
import { phaseWords } from './phase-words.ts';

/** One sentence for the live region: said when the step or phase changes, never for bytes. */
export const announcement = (view: RunView): string => {
  if (view.state === 'finished') return `The run is over: ${view.outcome}.`;
  if (view.decision) return `A decision is needed: ${view.decision.reason}`;
  const step = view.steps.find(({ name }) => name === view.step);
  const phase = view.phases.at(-1);
  if (!step) return 'The run has been asked for.';
  return phase && phase.durationMs === null && step.state === 'running'
    ? `${step.title}: ${phaseWords(phase.phase)}, ${phase.side}.`
    : `${step.title}.`;
};
