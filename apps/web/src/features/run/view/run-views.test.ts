import { foldRun } from '@godwit/domain/history';
import type { RunEvent, RunEventData } from '@godwit/domain/run';
import { expect, it } from 'vitest';
import { announcement } from './announcement.ts';
import { journalWords } from './journal-words.ts';
import { logLines } from './log-lines.ts';
import { destinationPlace, sourcePlace } from './place-of.ts';
import { ratePoints } from './rate-points.ts';
import { commitBefore, stepperSteps } from './stepper-steps.ts';
import { streamOf } from './stream-of.ts';

const start = Date.parse('2026-11-23T10:00:00.000Z');
const events = (...data: RunEventData[]): RunEvent[] =>
  data.map((one, index) => ({
    id: String(index + 1),
    runId: '00000000-0000-4000-8000-000000000001',
    at: new Date(start + index * 100).toISOString(),
    version: 1,
    data: one,
  }));

const created: RunEventData = {
  type: 'run.created',
  kind: 'move',
  workload: 'counter',
  source: 'lab-a',
  destination: 'lab-b',
  options: { dump: [], restore: [] },
  by: 'Ada',
};
const side = (which: 'source' | 'destination', state: string) =>
  ({ type: 'side.changed', side: which, state }) as RunEventData;
const places = (...data: RunEventData[]) => {
  const view = foldRun(events(created, ...data));
  return [sourcePlace(view), destinationPlace(view)];
};
const freezing: RunEventData = { type: 'phase.entered', side: 'source', phase: 'freezing' };

it('says on which side the workload lives, through a move that succeeds', () => {
  expect(places()).toEqual(['running', 'absent']);
  expect(places(side('source', 'dumping'))).toEqual(['running', 'absent']);
  const frozen = [side('source', 'dumping'), freezing, side('destination', 'receiving')];
  expect(places(...frozen)).toEqual(['frozen', 'arriving']);
  const held = [...frozen, side('source', 'held'), side('destination', 'held')];
  expect(places(...held)).toEqual(['held', 'held']);
  const gone = [...held, side('source', 'committed'), side('source', 'gone'), side('destination', 'released')];
  expect(places(...gone)).toEqual(['gone', 'running']);
  expect(places(...gone, side('source', 'swept'), side('destination', 'swept'))).toEqual(['gone', 'running']);
});

it('says that the source runs again after it was given back', () => {
  const back = [freezing, side('source', 'aborted'), side('source', 'given-back'), side('destination', 'discarded')];
  expect(places(...back)).toEqual(['running', 'discarded']);
  expect(places(...back, side('source', 'swept'), side('destination', 'swept'))).toEqual(['running', 'discarded']);
});

it('does not call a copy running that failed behind the commit and was swept', () => {
  const lost = [side('source', 'committed'), side('destination', 'released'), side('destination', 'failed')];
  const swept = [...lost, side('source', 'gone'), side('source', 'swept'), side('destination', 'swept')];
  expect(places(...swept, side('destination', 'swept'))).toEqual(['gone', 'failed']);
  expect(journalWords('destination', foldRun(events(created, ...swept)))).toMatch(/failed after the commit/);
});

it('draws the commit before the first step that cannot be given back', () => {
  const view = foldRun(events(created, { type: 'step.started', step: 'check', attempt: 2 }));
  expect(commitBefore(view)).toBe('commit');
  expect(stepperSteps(view)[0]).toMatchObject({ name: 'check', state: 'running', attempt: 2 });
  expect(announcement(view)).toBe('Check again.');
});

it('keeps events and log lines in one order', () => {
  const lines = logLines(
    events(created, { type: 'log.appended', side: 'source', lines: ['(00.01) a', '(00.02) b'] }, freezing),
  );
  expect(lines.map(({ from, text }) => `${from}: ${text}`)).toEqual([
    'server: Ada started this run',
    'source: (00.01) a',
    'source: (00.02) b',
    'source: Freezing the processes',
  ]);
});

const measured = (which: 'source' | 'destination', sentBytes: number, bytesPerSecond: number): RunEventData => ({
  type: 'progress.measured',
  side: which,
  sentBytes,
  expectedBytes: which === 'destination' ? 100 : null,
  pagesWritten: null,
  bytesPerSecond,
});

it('tells each round of a pre-copy, why the last one was the last, and what was left for the freeze', () => {
  const round = { bytes: 3 * 2 ** 20, frozenUs: 1000, tookMs: 250 };
  const told = (count: number, stoppedBecause: 'not-shrinking' | null, lastBytes: number | null): RunEventData => ({
    type: 'rounds.measured',
    rounds: Array(count).fill(round),
    stoppedBecause,
    lastBytes,
  });
  const begun = { type: 'step.started', step: 'pre-dump', attempt: 1 } as const;
  const all = events(
    { ...created, mode: 'pre-copy' },
    side('source', 'prepared'),
    begun,
    told(1, null, null),
    told(2, 'not-shrinking', null),
    told(2, 'not-shrinking', 2 ** 20),
  );
  expect(
    logLines(all)
      .slice(-3)
      .map(({ text }) => text),
  ).toEqual([
    'Round 1: 3 MiB copied ahead in 250 ms.',
    expect.stringMatching(/^After 2 rounds it stopped: the workload writes about as fast/),
    '1 MiB were left for the freeze.',
  ]);
  expect(journalWords('source', foldRun(all))).toContain('copied ahead meanwhile');
  expect(sourcePlace(foldRun(all))).toBe('running');
});

it('takes the rate from the side that measured it more often', () => {
  const rates = (...data: RunEventData[]) => ratePoints(events(...data)).map((point) => point.bytesPerSecond);
  expect(rates(measured('destination', 1, 5), measured('source', 1, 7))).toEqual([7]);
  const often = [measured('destination', 1, 5), measured('source', 1, 7), measured('destination', 2, 6)];
  expect(rates(...often)).toEqual([5, 6]);
});

it('shows the further of the two sides with the estimate that there is', () => {
  const view = foldRun(events(created, measured('source', 10, 1), measured('destination', 40, 1)));
  expect(streamOf(view)).toMatchObject({ sentBytes: 40, expectedBytes: 100 });
  expect(streamOf(foldRun(events(created)))).toBeNull();
});

it('tells a state that a journal repeats only once', () => {
  const lines = logLines(events(side('source', 'held'), side('destination', 'held'), side('source', 'held')));
  expect(lines.map(({ from }) => from)).toEqual(['source', 'destination']);
});
