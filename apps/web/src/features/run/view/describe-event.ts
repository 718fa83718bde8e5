import { type RunEvent, sayQueue, stepTable } from '@godwit/domain/run';
import { stateWords } from './journal-words.ts';
import { phaseWords } from './phase-words.ts';
import { roundsWords } from './rounds-words.ts';

interface Told {
  from: 'source' | 'destination' | 'server';
  text: string;
  problem?: boolean;
}

type Data = RunEvent['data'];

const titles = new Map(
  Object.values(stepTable)
    .flat()
    .map((step) => [step.name as string, step.title]),
);

const title = (step: string) => titles.get(step) ?? step;
const server = (text: string, problem = false): Told => ({ from: 'server', text, problem });

const ofStep = (data: Data): Told | null => {
  switch (data.type) {
    case 'step.started':
      return server(data.attempt > 1 ? `${title(data.step)}, attempt ${data.attempt}` : title(data.step));
    case 'step.failed':
      return server(`${title(data.step)} failed: ${data.error.message}`, true);
    case 'compensation.started':
      return server(`Undoing: ${title(data.step).toLowerCase()}`);
    case 'compensation.finished':
      return server(`Undone: ${title(data.step).toLowerCase()}`);
    case 'compensation.failed':
      return server(`Could not undo “${title(data.step)}”: ${data.error.message}`, true);
    default:
      return null;
  }
};

const ofSide = (data: Data): Told | null => {
  switch (data.type) {
    case 'side.changed':
      return {
        from: data.side,
        text: [stateWords(data.side, data.state), data.detail].filter(Boolean).join(' '),
        problem: data.state === 'failed',
      };
    case 'phase.entered':
      return { from: data.side, text: phaseWords(data.phase) };
    case 'rounds.measured': {
      const text = roundsWords(data);
      return text === null ? null : { from: 'source', text };
    }
    case 'side.noted':
      return { from: data.side, text: data.text, problem: data.state === 'failed' };
    case 'sweep.done':
      return {
        from: data.side,
        text: data.removed.length ? `Swept: ${data.removed.join(', ')}` : 'Swept: nothing was left',
      };
    default:
      return null;
  }
};

const ofRun = (data: Data): Told | null => {
  switch (data.type) {
    case 'run.created':
      return server(`${data.by} started this run`);
    case 'run.queued':
      return server(sayQueue(data));
    case 'run.admitted':
      return server('Its turn has come');
    case 'permission.written':
      return server('Permission to commit is written');
    case 'cancel.requested':
      return server(`${data.by} asked to cancel`);
    case 'decision.needed':
      return server(`A decision is needed: ${data.reason}`, true);
    case 'decision.made':
      return server(`${data.by} decided: ${data.choice}`);
    case 'proof.taken':
      return server(data.passed ? 'The proof passed' : 'The proof did not pass', !data.passed);
    case 'rehearsal.built':
      return server('The copy stands there, stopped');
    case 'run.finished':
      return server(
        `Finished: ${data.outcome}${data.error ? `. ${data.error.message}` : ''}`,
        data.outcome === 'failed',
      );
    default:
      return null;
  }
};

/** An event as a line for people; null for those that are shown elsewhere (bytes, times, log lines, ends of steps). */
export const describeEvent = (event: RunEvent): Told | null =>
  ofStep(event.data) ?? ofSide(event.data) ?? ofRun(event.data);
