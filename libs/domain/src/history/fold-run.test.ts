import { describe, expect, it } from 'vitest';
import type { RunEvent, RunEventData } from '../run/index.ts';
import { applyEvent, foldRun } from './fold-run.ts';

const runId = '00000000-0000-4000-8000-000000000001';
const start = Date.parse('2026-11-23T10:00:00.000Z');

/** Events a tenth of a second apart. */
const history = (...data: RunEventData[]): RunEvent[] =>
  data.map((entry, index) => ({
    id: String(index + 1),
    runId,
    at: new Date(start + index * 100).toISOString(),
    version: 1,
    data: entry,
  }));

const created: RunEventData = {
  type: 'run.created',
  kind: 'move',
  workload: 'counter',
  source: 'lab-a',
  destination: 'lab-b',
  options: { dump: [], restore: [] },
  by: 'ada@example.com',
};
const measured = (sentBytes: number): RunEventData => ({
  type: 'progress.measured',
  side: 'source',
  sentBytes,
  expectedBytes: 100,
  pagesWritten: null,
  bytesPerSecond: 10,
});
const error = { code: 'criu-failed', message: 'no', remedy: 'look' } as const;

describe('the view of a run', () => {
  it('starts with every step waiting', () => {
    const view = foldRun(history(created));
    expect(view.steps.every(({ state }) => state === 'waiting')).toBe(true);
    expect(view).toMatchObject({ state: 'running', cancellable: true, source: 'lab-a', destination: 'lab-b' });
  });

  it('gives a step its time, over attempts', () => {
    const view = foldRun(
      history(
        created,
        { type: 'step.started', step: 'dump', attempt: 1 },
        { type: 'step.started', step: 'dump', attempt: 2 },
        { type: 'step.finished', step: 'dump' },
      ),
    );
    expect(view.steps.find(({ name }) => name === 'dump')).toMatchObject({
      state: 'finished',
      attempt: 2,
      durationMs: 200,
    });
  });

  it('never lets progress run backwards', () => {
    const view = foldRun(history(created, measured(50), measured(80), measured(20)));
    expect(view.progress.source?.sentBytes).toBe(80);
  });

  it('keeps the rounds of a pre-copy as they were told last', () => {
    const round = { bytes: 100, frozenUs: 20, tookMs: 7 };
    const told = (rounds: number, stoppedBecause: 'enough' | null): RunEventData => ({
      type: 'rounds.measured',
      rounds: Array(rounds).fill(round),
      stoppedBecause,
      lastBytes: null,
    });
    const view = foldRun(history({ ...created, mode: 'pre-copy' }, told(1, null), told(2, 'enough')));
    expect(view.rounds).toEqual({ rounds: [round, round], stoppedBecause: 'enough', lastBytes: null });
    expect(view.steps.map(({ name }) => name)).toContain('pre-dump');
    expect(foldRun(history(created)).steps.map(({ name }) => name)).not.toContain('pre-dump');
  });

  it('keeps the last that was said of each supervisor, hook and health command', () => {
    const note = { type: 'side.noted', side: 'source', topic: 'supervisor', name: 'sh' } as const;
    const view = foldRun(
      history(
        created,
        { ...note, state: 'running', text: 'sh stands still.' },
        { ...note, topic: 'hook', state: 'failed', text: 'The hook failed.' },
        { ...note, state: 'done', text: 'sh goes on.' },
      ),
    );
    expect(view.notes.map(({ topic, state, text }) => [topic, state, text])).toEqual([
      ['supervisor', 'done', 'sh goes on.'],
      ['hook', 'failed', 'The hook failed.'],
    ]);
  });

  it('ends a phase where the next of the same side begins', () => {
    const phase = (side: 'source' | 'destination', name: string): RunEventData => ({
      type: 'phase.entered',
      side,
      phase: name,
    });
    const view = foldRun(
      history(
        created,
        phase('source', 'freezing'),
        phase('destination', 'starting'),
        phase('source', 'held'),
        phase('source', 'held'),
      ),
    );
    expect(view.phases.map(({ phase: name, durationMs }) => `${name} ${durationMs}`)).toEqual([
      'freezing 200',
      'starting null',
      'held null',
    ]);
    expect(view.frozenAt).toBe('2026-11-23T10:00:00.100Z');
  });

  it('cannot be cancelled from the permission on, and says why', () => {
    const view = foldRun(history(created, { type: 'permission.written', epoch: 1 }));
    expect(view.cancellable).toBe(false);
    expect(view.notCancellableReason).toContain('Permission to commit was written');
  });

  it('cannot be cancelled while CRIU dumps into a checkpoint', () => {
    const dump = { ...created, kind: 'dump' as const, destination: null };
    const view = foldRun(history(dump, { type: 'step.started', step: 'dump-checkpoint', attempt: 1 }));
    expect(view.cancellable).toBe(false);
  });

  it('keeps showing where it broke while it is given back', () => {
    const view = foldRun(
      history(
        created,
        { type: 'step.started', step: 'dump', attempt: 1 },
        { type: 'step.failed', step: 'dump', error },
        { type: 'compensation.started', step: 'dump' },
        { type: 'compensation.finished', step: 'dump' },
        { type: 'run.finished', outcome: 'given-back', error },
      ),
    );
    expect(view).toMatchObject({ state: 'finished', outcome: 'given-back', error });
    expect(view.steps.find(({ name }) => name === 'dump')).toMatchObject({ state: 'failed', error });
  });

  it('waits for a person, and goes on after the answer', () => {
    const asked = history(created, { type: 'decision.needed', reason: 'silence', choices: ['wait'] });
    expect(foldRun(asked)).toMatchObject({ state: 'waiting-for-decision', decision: { choices: ['wait'] } });
    const answered = history(...asked.map(({ data }) => data), { type: 'decision.made', choice: 'wait', by: 'ada' });
    expect(foldRun(answered)).toMatchObject({ state: 'running', decision: null });
  });

  it('is the same for events that come twice, or one by one', () => {
    const events = history(created, measured(50), { type: 'log.appended', side: 'source', lines: ['a', 'b'] });
    const once = foldRun(events);
    expect(foldRun([...events, ...events])).toEqual(once);
    expect(events.reduce((view, event) => applyEvent(view, event), foldRun([]))).toEqual(once);
    expect(once.log.map(({ line }) => line)).toEqual(['a', 'b']);
  });

  it('knows that the source committed', () => {
    const view = foldRun(history(created, { type: 'side.changed', side: 'source', state: 'gone' }));
    expect(view).toMatchObject({ committed: true, sides: { source: { state: 'gone' } } });
  });
});
