import type { CapabilityMatrix, ProbeOutcome } from '@godwit/domain/facts';
import { expect, it } from 'vitest';
import { matrixChanges, probeSteps } from './matrix-changes.ts';

const matrix = (outcomes: Record<string, ProbeOutcome>, complete = true): CapabilityMatrix => ({
  version: 1,
  probedAt: '2026-11-23T10:00:00.000Z',
  durationMs: 1,
  criu: { path: '/usr/sbin/criu', version: '4.2.1', sha256: 'ab' },
  kernelRelease: '6.18.44',
  complete,
  results: Object.entries(outcomes).map(([id, outcome]) => ({
    id,
    group: 'files',
    title: `a ${id}`,
    outcome,
    options: { dump: [], restore: [] },
    criuError: null,
    detail: '',
    milliseconds: { start: 1, dump: null, restore: null, total: 1 },
  })),
});

it('tells what is new, gone and different', () => {
  const changes = matrixChanges(
    matrix({ pipe: 'works', memfd: 'dump-refused', old: 'works' }),
    matrix({ pipe: 'works', memfd: 'works', timer: 'lost' }),
  );
  expect(changes.map(({ id, before, after }) => [id, before, after])).toEqual([
    ['memfd', 'dump-refused', 'works'],
    ['timer', null, 'lost'],
    ['old', 'works', null],
  ]);
});

it('takes no missing kind of a set that was cut short for a change', () => {
  expect(matrixChanges(matrix({ pipe: 'works', memfd: 'works' }), matrix({ pipe: 'works' }, false))).toEqual([]);
});

it('answers dump, restore and work one by one', () => {
  expect(probeSteps('restore-refused')).toEqual({ dump: true, restore: false, works: null });
  expect(probeSteps('not-run')).toEqual({ dump: null, restore: null, works: null });
});
