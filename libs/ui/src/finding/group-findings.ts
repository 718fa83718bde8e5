import type { Finding, Severity } from '@godwit/domain/verdict';

/** The order of the page: what forbids first, what merely informs last. */
export const severityOrder: readonly Severity[] = ['blocker', 'not-evaluated', 'needs-option', 'caution', 'note'];

export interface FindingGroup {
  /** Stable id of the cause. */
  id: string;
  severity: Severity;
  findings: readonly Finding[];
}

/** Findings by severity and, within it, by cause; each group keeps every subject. */
export const groupFindings = (findings: readonly Finding[]): FindingGroup[] => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.id}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const list = [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [{ id: first.id, severity: first.severity, findings: [first, ...rest] }] : [],
  );
  return list.sort((a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity));
};

/** How many findings each severity has; zero where there are none. */
export const countSeverities = (findings: readonly Finding[]): Record<Severity, number> => {
  const counts: Record<Severity, number> = { blocker: 0, 'not-evaluated': 0, 'needs-option': 0, caution: 0, note: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
};
