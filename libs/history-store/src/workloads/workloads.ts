import type { Database } from '../connection/database.ts';
import type { Workload } from '../generated/client.ts';
import { lockChanges } from '../live/changes.ts';

export type WorkloadRecord = Workload;
export type WorkloadWithHost = Workload & { host: { name: string } };

const withHost = { host: { select: { name: true } } } as const;

export const findWorkload = (database: Database, id: string): Promise<WorkloadWithHost | null> =>
  database.workload.findUnique({ where: { id }, include: withHost });

export const findWorkloadByKey = (database: Database, hostId: string, key: string): Promise<WorkloadWithHost | null> =>
  database.workload.findUnique({ where: { hostId_key: { hostId, key } }, include: withHost });

/** One start of a workload: a supervisor may have started it anew since. */
export interface WorkloadStart {
  workloadId: string;
  pid: number;
  startTimeTicks: number;
}

/** Marks a workload as gone if it is still known as this very start of it. Its host tells the same with its next list. */
export const markWorkloadEnded = async (database: Database, started: WorkloadStart): Promise<void> => {
  const { workloadId: id, pid: rootPid, startTimeTicks } = started;
  await lockChanges(database);
  await database.workload.updateMany({
    where: { id, state: 'running', rootPid, startTimeTicks },
    data: { state: 'gone' },
  });
};

/** Running ones first, then by host and name. `query` is looked for in name, command and host. */
export const listWorkloads = (
  database: Database,
  { hostId, query }: { hostId?: string | undefined; query?: string | undefined },
): Promise<WorkloadWithHost[]> => {
  const contains = { contains: query ?? '', mode: 'insensitive' } as const;
  return database.workload.findMany({
    where: {
      ...(hostId === undefined ? {} : { hostId }),
      ...(query ? { OR: [{ name: contains }, { command: contains }, { host: { name: contains } }] } : {}),
    },
    include: withHost,
    orderBy: [{ state: 'desc' }, { host: { name: 'asc' } }, { name: 'asc' }],
  });
};

export interface RecentVerdict {
  workloadId: string;
  id: string;
  at: Date;
  verdict: string;
  purpose: string;
  destinationName: string | null;
}

/** The last verdicts of each workload, newest first, at most `limit` each. */
export const recentVerdicts = (database: Database, workloadIds: string[], limit: number): Promise<RecentVerdict[]> =>
  database.$queryRaw<RecentVerdict[]>`
    SELECT w.id AS "workloadId", p.id, p.created_at AS at, p.verdict, p.purpose, h.name AS "destinationName"
    FROM unnest(${workloadIds}::uuid[]) AS w(id)
    CROSS JOIN LATERAL (
      SELECT * FROM preflights WHERE workload_id = w.id ORDER BY ordinal DESC LIMIT ${limit}
    ) p
    LEFT JOIN hosts h ON h.id = p.destination_host_id
    ORDER BY p.ordinal DESC`;
