import { type FactBundle, factBundleSchema } from '@godwit/domain/facts';
import { type Verdict, verdictSchema } from '@godwit/domain/verdict';
import type { Database } from '../connection/database.ts';
import type { Finding, Preflight } from '../generated/client.ts';

export interface PreflightRecord {
  id: string;
  createdAt: Date;
  workloadId: string;
  workloadKey: string;
  workloadName: string;
  sourceHostId: string;
  destinationHostId: string | null;
  createdBy: string;
  verdict: Verdict;
  source: FactBundle;
  destination: FactBundle | null;
  factsReadAt: Date;
  destinationReadAt: Date | null;
}

/** A preflight with all of its findings and the facts that were judged; null when there is none such. */
export const findPreflight = async (database: Database, id: string): Promise<PreflightRecord | null> => {
  const row = await database.preflight.findFirst({ where: { id } });
  if (row === null) return null;
  const findings = await database.finding.findMany({
    where: { preflightId: id, createdAt: row.createdAt },
    orderBy: { position: 'asc' },
  });
  return toRecord(row, findings);
};

const toRecord = (row: Preflight, findings: Finding[]): PreflightRecord => ({
  id: row.id,
  createdAt: row.createdAt,
  workloadId: row.workloadId,
  workloadKey: row.workloadKey,
  workloadName: row.workloadName,
  sourceHostId: row.sourceHostId,
  destinationHostId: row.destinationHostId,
  createdBy: row.createdBy,
  verdict: verdictSchema.parse({ ...(row.summary as object), findings: findings.map(toFinding) }),
  source: factBundleSchema.parse(row.sourceBundle),
  destination: row.destinationBundle === null ? null : factBundleSchema.parse(row.destinationBundle),
  factsReadAt: row.factsReadAt,
  destinationReadAt: row.destinationReadAt,
});

const toFinding = (row: Finding) => ({
  id: row.findingId,
  rule: row.rule,
  severity: row.severity,
  subject: row.subject,
  message: row.message,
  evidence: row.evidence,
  noticed: row.noticed,
  criuError: row.criuError,
  remedies: row.remedies,
});
