import type { Finding, Severity } from '@godwit/domain/verdict';
import { expect, it } from 'vitest';
import { countSeverities, groupFindings } from './group-findings.ts';

const finding = (id: string, severity: Severity, pid: number): Finding => ({
  id,
  rule: 'r',
  severity,
  subject: { kind: 'process', pid },
  message: `${id} ${pid}`,
  evidence: {},
  noticed: 'never',
  criuError: null,
  remedies: [],
});

const findings = [
  finding('clock', 'note', 1),
  finding('missing', 'blocker', 1),
  finding('memory', 'not-evaluated', 1),
  finding('missing', 'blocker', 2),
  finding('locks', 'needs-option', 1),
];

it('puts blockers first and gathers every subject of one cause', () => {
  const groups = groupFindings(findings).map((group) => [group.id, group.findings.length]);
  expect(groups).toEqual([
    ['missing', 2],
    ['memory', 1],
    ['locks', 1],
    ['clock', 1],
  ]);
});

it('counts findings, not groups', () => {
  expect(countSeverities(findings)).toEqual({
    blocker: 2,
    'not-evaluated': 1,
    'needs-option': 1,
    caution: 0,
    note: 1,
  });
});
