import type { Database } from '../connection/database.ts';

const partitionedTables = ['preflights', 'findings', 'run_events'] as const;

/**
 * Makes the monthly partitions from the month of `now` up to `monthsAhead` later, where they are missing.
 * Gives how many were made.
 */
export const makePartitions = async (
  database: Database,
  { now, monthsAhead }: { now: Date; monthsAhead: number },
): Promise<number> => {
  let made = 0;
  for (const table of partitionedTables) {
    for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
      const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      const rows = await database.$queryRaw<{ made: boolean }[]>`
        SELECT make_month_partition(${table}, ${day.toISOString().slice(0, 10)}::date) AS made`;
      if (rows[0]?.made) made += 1;
    }
  }
  return made;
};
