import type { RunEvent, RunEventData } from '@godwit/domain/run';
import { describe, expect, it } from 'vitest';
import { eventLine } from './text-run.ts';

const event = (data: RunEventData): RunEvent => ({
  id: '7',
  runId: '4b7c0c3e-6a43-4d1c-9b8f-0d2f3f0f9a11',
  at: '2026-01-02T03:04:05.678Z',
  version: 1,
  data,
});

const round = { bytes: 3 << 20, frozenUs: 900, tookMs: 300 };
const told = (changes: Partial<Extract<RunEventData, { type: 'rounds.measured' }>>): RunEventData => ({
  type: 'rounds.measured',
  rounds: [round, round],
  stoppedBecause: null,
  lastBytes: null,
  ...changes,
});

describe('one line for each event', () => {
  const cases: [RunEventData, string | null][] = [
    [{ type: 'step.started', step: 'dump', attempt: 2 }, '03:04:05.678  dump … (attempt 2)'],
    [
      {
        type: 'progress.measured',
        side: 'source',
        sentBytes: 1 << 20,
        expectedBytes: null,
        pagesWritten: null,
        bytesPerSecond: null,
      },
      '03:04:05.678    source: 1.0 MiB no estimate yet',
    ],
    [
      {
        type: 'progress.measured',
        side: 'source',
        sentBytes: 1 << 20,
        expectedBytes: 3 << 20,
        pagesWritten: 9,
        bytesPerSecond: 1 << 21,
      },
      '03:04:05.678    source: 1.0 MiB of 3.0 MiB, 2.0 MiB/s',
    ],
    [told({}), '03:04:05.678    round 2: 3.0 MiB in 0.3 s'],
    [told({ rounds: [] }), null],
    [told({ stoppedBecause: 'enough' }), '03:04:05.678    no further round after 2: the last one left little to copy'],
    [told({ stoppedBecause: 'enough', lastBytes: 1 << 20 }), '03:04:05.678    left for the freeze: 1.0 MiB'],
    [{ type: 'side.changed', side: 'source', state: 'committed' }, '03:04:05.678    source is committed'],
    [{ type: 'permission.written', epoch: 1 }, null],
    [{ type: 'run.finished', outcome: 'succeeded' }, null],
  ];

  it.each(cases)('%j', (data, line) => {
    expect(eventLine(event(data))).toBe(line);
  });
});
