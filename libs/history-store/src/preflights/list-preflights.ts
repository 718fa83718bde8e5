import type { Database } from '../connection/database.ts';
import { cutPage, type Page, timeRange } from '../connection/page.ts';
import type { Preflight } from '../generated/client.ts';

export type PreflightRow = Omit<Preflight, 'sourceBundle' | 'destinationBundle' | 'summary'>;

export interface PreflightFilters {
  workloadId?: string | undefined;
  hostId?: string | undefined;
  verdict?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Newest first, without facts and findings. `hostId` finds a host on either side. */
export const listPreflights = async (
  database: Database,
  { filters, before, limit }: { filters: PreflightFilters; before: bigint | null; limit: number },
): Promise<Page<PreflightRow>> => {
  const { workloadId, hostId, verdict } = filters;
  const rows = await database.preflight.findMany({
    omit: { sourceBundle: true, destinationBundle: true, summary: true },
    where: {
      ...(before === null ? {} : { ordinal: { lt: before } }),
      ...(workloadId === undefined ? {} : { workloadId }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(hostId === undefined ? {} : { OR: [{ sourceHostId: hostId }, { destinationHostId: hostId }] }),
      ...timeRange(filters),
    },
    orderBy: { ordinal: 'desc' },
    take: limit + 1,
  });
  return cutPage(rows, limit);
};
