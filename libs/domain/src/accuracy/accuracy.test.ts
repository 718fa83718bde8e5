import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunEvent, RunEventData, Side } from '../run/index.ts';
import { explainRun } from './explain-run.ts';
import { foretellingFor } from './foretelling.ts';
import { gradeRun, type RunToGrade } from './grade.ts';
import { measureAccuracy } from './measure-accuracy.ts';

const run = (changes: Partial<RunToGrade>): RunToGrade => ({
  runId: 'run',
  kind: 'move',
  outcome: 'succeeded',
  cause: null,
  copyDiffers: false,
  preflightId: 'preflight',
  purpose: 'move',
  verdict: 'migratable',
  findings: [],
  ...changes,
});
const lock = { errorId: 'file-locks', text: 'Some file locks are hold', findings: ['file-locks.held'] };
const failed = { outcome: 'given-back', cause: lock } as const;

describe('a grade', () => {
  it.each([
    ['said to work and worked', {}, true],
    ['said to work with options and worked', { verdict: 'migratable-with-options' }, true],
    ['said to work and failed', failed, false],
    ['said to fail and failed', { ...failed, verdict: 'blocked' }, true],
    ['said to fail and worked', { verdict: 'blocked' }, false],
    ['not known and worked', { verdict: 'undetermined' }, false],
    ['said to work, and the copy differs', { outcome: 'failed', copyDiffers: true }, false],
    ['cancelled', { outcome: 'cancelled' }, null],
    ['lost a host', { outcome: 'given-back' }, null],
    ['a restore after a preflight for a dump alone', { ...failed, kind: 'restore', purpose: 'dump' }, null],
  ] as const)('%s', (_, changes, agrees) => {
    expect(gradeRun(run(changes)).agrees).toBe(agrees);
  });

  it('names the finding that foretold the failure', () => {
    const findings = [
      { id: 'file-locks.held', severity: 'blocker' },
      { id: 'scheduling.affinity', severity: 'caution' },
    ] as const;
    expect(gradeRun(run({ ...failed, verdict: 'blocked', findings })).foretoldBy).toEqual(['file-locks.held']);
    expect(gradeRun(run(failed)).foretoldBy).toEqual([]);
  });
});

describe('the accuracy of many runs', () => {
  const held = [{ id: 'file-locks.held', severity: 'needs-option' }] as const;
  const { matrix, graded, agreed, unclear, failures, findings } = measureAccuracy([
    run({}),
    run({ verdict: 'migratable-with-options', findings: held }),
    run({ verdict: 'migratable-with-options', findings: held, ...failed }),
    run(failed),
    run({ verdict: 'blocked', ...failed, cause: { errorId: null, text: 'odd', findings: [] } }),
    run({ outcome: 'cancelled' }),
  ]);

  it('counts each run once', () => {
    expect(matrix.works).toEqual({ worked: 2, failed: 2, unclear: 1 });
    expect(matrix.fails).toEqual({ worked: 0, failed: 1, unclear: 0 });
    expect({ graded, agreed, unclear }).toEqual({ graded: 5, agreed: 3, unclear: 1 });
  });

  it('tells how often the cause was known and foretold', () => {
    expect(failures).toEqual({ all: 3, explained: 2, foretold: 1 });
  });

  it('keeps a record of each finding, also of the one that was missed', () => {
    expect(findings).toEqual([
      {
        id: 'file-locks.held',
        severity: 'needs-option',
        raised: 2,
        worked: 1,
        failedByIt: 1,
        missed: 1,
        precision: 0.5,
      },
    ]);
  });
});

describe('findings that foretell an error', () => {
  it('are only those that a preflight for this purpose can have', () => {
    const findings = ['destination-files.missing', 'file-locks.held', 'no-such-rule.at-all'];
    expect(foretellingFor(findings, 'here')).toEqual(['file-locks.held']);
    expect(foretellingFor(findings, 'move')).toEqual(['destination-files.missing', 'file-locks.held']);
  });
});

describe('the explanation of a run', () => {
  const events = (...data: RunEventData[]): RunEvent[] =>
    data.map((one, index) => ({
      id: String(index + 1),
      runId: '00000000-0000-4000-8000-000000000001',
      at: '2026-11-23T10:00:00.000Z',
      version: 1,
      data: one,
    }));
  const logOf = (name: string, side: Side = 'source'): RunEventData => ({
    type: 'log.appended',
    side,
    lines: readFileSync(new URL(`../explanation/recorded/${name}.log`, import.meta.url), 'utf8').split('\n'),
  });
  const stepFailed = (code: 'criu-failed' | 'host-lost'): RunEventData => ({
    type: 'step.failed',
    step: 'dump',
    error: { code, message: 'It failed.', remedy: '' },
  });

  it('comes from the log of the side whose step failed', () => {
    const told = explainRun(events(logOf('dump-file-lock'), stepFailed('criu-failed')));
    expect(told).toMatchObject({ side: 'source', step: 'dump', explanation: { errorId: 'file-locks' } });
  });

  it('comes from the copy where that failed while the source was still held, and CRIU there did as it was told', () => {
    const data = [logOf('dump-hook-refused'), logOf('restore-file-missing', 'destination'), stepFailed('criu-failed')];
    expect(explainRun(events(...data))).toMatchObject({ side: 'destination', step: 'restore' });
  });

  it.each([
    ['the host was lost', [logOf('dump-file-lock'), stepFailed('host-lost')]],
    ['nothing failed', [logOf('dump-ok')]],
    ['CRIU was told to end by its hook', [logOf('dump-hook-refused'), stepFailed('criu-failed')]],
  ] as const)('is none where %s', (_, data) => {
    expect(explainRun(events(...data))).toBeNull();
  });
});
