import { type Database, findWorkload, listPreflights, listRuns } from '@godwit/history-store';
import type { z } from 'zod';
import { presentPreflightRow } from '../presenters/present-preflight.ts';
import { presentRunRow } from '../presenters/present-run.ts';
import type { preflightFiltersSchema, runFiltersSchema } from '../procedures/shapes/filters.ts';
import type { PreflightSummary } from '../procedures/shapes/preflight-summary.ts';
import type { RunSummary } from '../procedures/shapes/run-summary.ts';
import { readHostNames } from './host-names.ts';

interface Paging<F> {
  filters: F;
  cursor?: string | undefined;
  limit: number;
}

interface HistoryPage<T> {
  items: T[];
  nextCursor: string | null;
}

type PreflightFilters = z.infer<typeof preflightFiltersSchema>;
type RunFilters = z.infer<typeof runFiltersSchema>;

/** One page of preflights, newest first. */
export const pagePreflights = async (
  database: Database,
  { filters, cursor, limit }: Paging<PreflightFilters>,
): Promise<HistoryPage<PreflightSummary>> => {
  const range = asRange(filters);
  const page = await listPreflights(database, { filters: { ...filters, ...range }, before: asBefore(cursor), limit });
  const hostName = await readHostNames(database);
  return { items: page.items.map((row) => presentPreflightRow(row, hostName)), nextCursor: asCursor(page.next) };
};

/** One page of runs, newest first. A workload's runs include the move that brought it to its host. */
export const pageRuns = async (
  database: Database,
  { filters, cursor, limit }: Paging<RunFilters>,
): Promise<HistoryPage<RunSummary>> => {
  const workload = filters.workloadId === undefined ? null : await findWorkload(database, filters.workloadId);
  const arrived = workload === null ? undefined : { hostId: workload.hostId, key: workload.key };
  const range = asRange(filters);
  const page = await listRuns(database, {
    filters: { ...filters, ...range, arrived },
    before: asBefore(cursor),
    limit,
  });
  const hostName = await readHostNames(database);
  return { items: page.items.map((run) => presentRunRow(run, hostName)), nextCursor: asCursor(page.next) };
};

const asRange = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});

const asBefore = (cursor: string | undefined): bigint | null => (cursor === undefined ? null : BigInt(cursor));
const asCursor = (next: bigint | null): string | null => (next === null ? null : String(next));
