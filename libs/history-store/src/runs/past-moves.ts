import type { Database } from '../connection/database.ts';
import { type RunRecord, toRunRecord } from './run-record.ts';

/** Moves between two hosts that succeeded, newest first, from this source to this destination. */
export const listPastMoves = async (
  database: Database,
  { sourceHostId, destinationHostId, limit }: { sourceHostId: string; destinationHostId: string; limit: number },
): Promise<RunRecord[]> =>
  (
    await database.run.findMany({
      where: { sourceHostId, destinationHostId, kind: 'move', outcome: 'succeeded' },
      orderBy: { ordinal: 'desc' },
      take: limit,
    })
  ).map(toRunRecord);
