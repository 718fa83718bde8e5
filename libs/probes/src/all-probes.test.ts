import { probeGroups } from '@godwit/domain/facts';
import { expect, it } from 'vitest';
import { allProbes } from './all-probes.ts';
import { composeProgram } from './program/compose-program.ts';

it('has at least 60 probes, each with a name of its own', () => {
  expect(new Set(allProbes.map(({ id }) => id)).size).toBe(allProbes.length);
  expect(allProbes.length).toBeGreaterThanOrEqual(60);
  for (const { id } of allProbes) expect(id).toMatch(/^[a-z0-9-]{2,30}$/);
});

it('has some in every group, and at least four of what a move relies on in CRIU', () => {
  const groups = new Set(allProbes.map(({ group }) => group));
  expect([...groups].sort()).toEqual([...probeGroups].sort());
  expect(allProbes.filter(({ group }) => group === 'criu').length).toBeGreaterThanOrEqual(4);
});

it.each(allProbes.map((probe) => [probe.id, probe] as const))('%s holds something and asks for it', (_, probe) => {
  const lines = probe.program.split('\n');
  expect(lines.filter((line) => line === 'ready()')).toHaveLength(1);
  expect(composeProgram(probe.program)).toMatch(/\ndef probe\(\):\n {4}\S/);
});
