import { buildMatrix } from '@godwit/test-kit';
import { expect, it } from 'vitest';
import { summariseMatrix } from './summarise-matrix.ts';

it('counts, and names what nearly every program holds and this host does not carry', () => {
  const { counts, groups, missing, untried } = summariseMatrix(
    buildMatrix({ process: 'works', udp: 'dump-refused', threads: 'not-run', keyring: 'lost' }),
  );
  expect(counts).toEqual({ works: 1, lost: 1, 'dump-refused': 1, 'restore-refused': 0, 'not-run': 1 });
  expect(groups).toHaveLength(1);
  expect(missing.map(({ id }) => id)).toEqual(['udp']);
  expect(untried).toContain('threads');
  expect(untried).not.toContain('process');
});

it('holds all of what CRIU itself does wrong against a host', () => {
  const matrix = buildMatrix({ 'hook-killed': 'lost' });
  const results = matrix.results.map((result) => ({ ...result, group: 'criu' }));
  expect(summariseMatrix({ ...matrix, results }).missing.map(({ id }) => id)).toEqual(['hook-killed']);
});
