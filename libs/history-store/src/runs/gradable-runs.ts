import {
  type Purpose,
  purposes,
  type Severity,
  severities,
  type VerdictWord,
  verdictWords,
} from '@godwit/domain/verdict';
import type { Database } from '../connection/database.ts';
import { type RunRecord, toRunRecord } from './run-record.ts';

/** What a preflight said, as far as a real run can prove it right or wrong. */
export interface PreflightWord {
  id: string;
  purpose: Purpose;
  verdict: VerdictWord;
  findings: { id: string; severity: Severity }[];
}

/** Finished runs that were started with a preflight, newest first, each with what that preflight said. */
export const listGradableRuns = async (
  database: Database,
  { limit }: { limit: number },
): Promise<{ run: RunRecord; preflight: PreflightWord }[]> => {
  const rows = await database.run.findMany({
    where: { state: 'finished', preflightId: { not: null } },
    orderBy: { ordinal: 'desc' },
    take: limit,
  });
  const ids = [...new Set(rows.flatMap(({ preflightId }) => (preflightId === null ? [] : [preflightId])))];
  const words = await readWords(database, ids);
  return rows.map(toRunRecord).flatMap((run) => {
    const preflight = words.get(run.preflightId ?? '');
    return preflight === undefined ? [] : [{ run, preflight }];
  });
};

const readWords = async (database: Database, ids: string[]): Promise<Map<string, PreflightWord>> => {
  const preflights = await database.preflight.findMany({
    where: { id: { in: ids } },
    select: { id: true, purpose: true, verdict: true },
  });
  const findings = await database.finding.findMany({
    where: { preflightId: { in: ids } },
    select: { preflightId: true, findingId: true, severity: true },
    distinct: ['preflightId', 'findingId'],
  });
  const words = preflights.flatMap((row) => {
    const purpose = purposes.find((known) => known === row.purpose);
    const verdict = verdictWords.find((known) => known === row.verdict);
    return purpose && verdict ? [{ id: row.id, purpose, verdict, findings: [] as PreflightWord['findings'] }] : [];
  });
  const byId = new Map(words.map((word) => [word.id, word]));
  for (const { preflightId, findingId, severity } of findings) {
    const known = severities.find((one) => one === severity);
    if (known) byId.get(preflightId)?.findings.push({ id: findingId, severity: known });
  }
  return byId;
};
