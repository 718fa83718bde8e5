import { rules } from '@godwit/domain/rules';
import { expect, it } from 'vitest';
import { allProbes } from './all-probes.ts';

const ids = new Set(allProbes.map(({ id }) => id));

it('has every probe that a finding names', () => {
  const named = rules.flatMap(({ id, findings }) =>
    Object.entries(findings).map(([kind, { probe }]) => ({ finding: `${id}.${kind}`, probe })),
  );
  const asked = named.filter(({ probe }) => probe !== undefined);
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter(({ probe }) => !ids.has(probe ?? ''))).toEqual([]);
});
