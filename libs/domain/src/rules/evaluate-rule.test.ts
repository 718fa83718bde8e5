import { buildBundle } from '@godwit/test-kit';
import { expect, it } from 'vitest';
import { unknown } from '../facts/index.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { flattenFacts } from './flatten-facts.ts';
import { defineRule } from './rule.ts';

const context = { purpose: 'here', serviceAddress: null } as const;
const seen: string[] = [];
const nosy = defineRule({
  id: 'nosiness',
  title: 'Nosiness',
  appliesTo: ['here'],
  needs: ['rootPid', 'hostname'],
  couldBlock: true,
  findings: {
    told: {
      severity: 'note',
      message: 'Root is {pid}.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Ask {pid}.' }],
    },
  },
  evaluate: (facts) => {
    seen.push(...Object.keys(facts));
    return [{ kind: 'told', subject: { kind: 'process' }, evidence: { pid: String(facts.rootPid) } }];
  },
});

it('gives a rule the facts it declared and no other', () => {
  evaluateRule(nosy, flattenFacts(buildBundle()), context);
  expect(seen).toEqual(['rootPid', 'hostname']);
});

it('makes a finding with the id of rule and kind, and with its texts filled in', () => {
  expect(evaluateRule(nosy, flattenFacts(buildBundle()), context)).toEqual([
    {
      id: 'nosiness.told',
      rule: 'nosiness',
      severity: 'note',
      subject: { kind: 'process' },
      message: 'Root is 100.',
      evidence: { pid: '100' },
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Ask 100.', options: { dump: [], restore: [] } }],
    },
  ]);
});

it('names every fact that hindered it, with its reason, in one finding', () => {
  const facts = {
    ...flattenFacts(buildBundle()),
    rootPid: unknown<number>('first'),
    hostname: unknown<string>('second'),
  };
  const [finding, ...others] = evaluateRule(nosy, facts, context);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ id: 'nosiness.not-evaluated', severity: 'not-evaluated' });
  expect(finding?.evidence).toEqual({ rootPid: 'first', hostname: 'second' });
});

it('leaves out a rule that does not apply to the purpose', () => {
  expect(evaluateRule(nosy, flattenFacts(buildBundle()), { ...context, purpose: 'dump' })).toEqual([]);
});
