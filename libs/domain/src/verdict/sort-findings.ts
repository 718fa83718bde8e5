import type { Finding, Severity } from './finding.ts';

const rank: Record<Severity, number> = { blocker: 0, 'not-evaluated': 1, 'needs-option': 2, caution: 3, note: 4 };

/** What stops the move first, then what may stop it; within a severity the order of the catalogue stays. */
export const sortFindings = (findings: Finding[]): Finding[] =>
  [...findings].sort((left, right) => rank[left.severity] - rank[right.severity]);
