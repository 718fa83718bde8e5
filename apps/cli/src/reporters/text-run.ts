import { stopReasonTexts } from '@godwit/domain/pre-copy';
import type { RunEvent } from '@godwit/domain/run';
import type { RouterOutputs } from '@godwit/server/router-type';
import { styled } from './text.ts';

type RunDetail = RouterOutputs['runs']['get'];

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

const progressText = (data: Extract<RunEvent['data'], { type: 'progress.measured' }>): string => {
  const expected = data.expectedBytes === null ? 'no estimate yet' : `of ${mebibytes(data.expectedBytes)}`;
  const rate = data.bytesPerSecond === null ? '' : `, ${mebibytes(data.bytesPerSecond)}/s`;
  return `${mebibytes(data.sentBytes)} ${expected}${rate}`;
};

const roundsText = ({ rounds, stoppedBecause, lastBytes }: Extract<RunEvent['data'], { type: 'rounds.measured' }>) => {
  if (lastBytes !== null) return `  left for the freeze: ${mebibytes(lastBytes)}`;
  if (stoppedBecause !== null) return `  no further round after ${rounds.length}: ${stopReasonTexts[stoppedBecause]}`;
  const last = rounds.at(-1);
  return last === undefined
    ? null
    : `  round ${rounds.length}: ${mebibytes(last.bytes)} in ${(last.tookMs / 1000).toFixed(1)} s`;
};

/** What one event says to somebody who watches; null for those that only programs need. */
const textOf = ({ data }: RunEvent): string | null => {
  switch (data.type) {
    case 'run.created':
      return `${data.kind} of ${data.workload} from ${data.source}${data.destination === null ? '' : ` to ${data.destination}`}`;
    case 'step.started':
      return `${data.step} …${data.attempt > 1 ? ` (attempt ${data.attempt})` : ''}`;
    case 'step.failed':
      return styled('red', `${data.step} failed: ${data.error.message}`);
    case 'compensation.started':
      return styled('yellow', `undoing ${data.step} …`);
    case 'compensation.failed':
      return styled('red', `undoing ${data.step} failed: ${data.error.message}`);
    case 'side.changed':
      return `  ${data.side} is ${data.state}${data.detail === undefined ? '' : `: ${data.detail}`}`;
    case 'phase.entered':
      return `  ${data.side}: ${data.phase}`;
    case 'progress.measured':
      return `  ${data.side}: ${progressText(data)}`;
    case 'rounds.measured':
      return roundsText(data);
    case 'cancel.requested':
      return styled('yellow', `cancel requested by ${data.by}`);
    case 'decision.needed':
      return styled('yellow', `a person must decide: ${data.reason}`);
    case 'proof.taken':
      return data.passed
        ? 'proved: the copy is what the source was'
        : styled('red', `not proved: ${data.lines.join('; ')}`);
    case 'run.finished':
      return data.error === undefined ? null : styled('red', data.error.message);
    default:
      return null;
  }
};

/** One line for one event, with the time it happened; null when there is nothing to say. */
export const eventLine = (event: RunEvent): string | null => {
  const text = textOf(event);
  return text === null ? null : `${styled('dim', event.at.slice(11, 23))}  ${text}`;
};

const milliseconds = (microseconds: number | null): string =>
  microseconds === null ? 'not measured' : `${(microseconds / 1000).toFixed(1)} ms`;

/** How a run ended, with all four times. */
export const outcomeLines = ({ outcome, times, error, decision }: RunDetail): string[] => [
  '',
  `${styled(outcome === 'succeeded' ? 'green' : 'red', outcome ?? 'needs-decision')}${error === null ? '' : `: ${error.message}`}`,
  ...(error === null ? [] : [error.remedy]),
  ...(decision === null ? [] : [decision.reason, 'Decide on the page of the run in the portal.']),
  `frozen ${milliseconds(times.frozenUs)} · switch-over ${milliseconds(times.switchOverUs)} · total ${milliseconds(times.totalUs)} · overhead ${milliseconds(times.overheadUs)}`,
];
