import type { FactBundle } from '@godwit/domain/facts';
import type { Finding, Verdict } from '@godwit/domain/verdict';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import { markWorkloadChanged } from '../live/changes.ts';

export interface NewPreflight {
  id: string;
  createdAt: Date;
  workload: { id: string; key: string; name: string };
  sourceHostId: string;
  destinationHostId: string | null;
  createdBy: string;
  verdict: Verdict;
  source: FactBundle;
  destination: FactBundle | null;
}

/** Stores a verdict with what it rests on, and each of its findings as a row of its own. */
export const storePreflight = async (database: Database, preflight: NewPreflight): Promise<void> => {
  const { verdict, source, destination, workload } = preflight;
  await database.preflight.create({
    data: {
      id: preflight.id,
      createdAt: preflight.createdAt,
      workloadId: workload.id,
      workloadKey: workload.key,
      workloadName: workload.name,
      sourceHostId: preflight.sourceHostId,
      destinationHostId: preflight.destinationHostId,
      purpose: verdict.for,
      verdict: verdict.verdict,
      createdBy: preflight.createdBy,
      summary: asJson({ ...verdict, findings: [] }),
      findingCounts: asJson(countBySeverity(verdict.findings)),
      sourceBundle: asJson(source),
      ...(destination === null ? {} : { destinationBundle: asJson(destination) }),
      factsReadAt: new Date(source.collectedAt),
      destinationReadAt: destination === null ? null : new Date(destination.collectedAt),
    },
  });
  await storeFindings(database, preflight);
  await markWorkloadChanged(database, workload.id);
};

const storeFindings = async (database: Database, { id, createdAt, verdict }: NewPreflight): Promise<void> => {
  await database.finding.createMany({
    data: verdict.findings.map((finding, position) => ({
      createdAt,
      preflightId: id,
      position,
      findingId: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      subject: asJson(finding.subject),
      message: finding.message,
      evidence: asJson(finding.evidence),
      noticed: finding.noticed,
      criuError: finding.criuError,
      remedies: asJson(finding.remedies),
    })),
  });
};

const countBySeverity = (findings: Finding[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
};
