import type { RunPlan } from '@godwit/domain/plan';
import type { RunQueue } from '@godwit/domain/run';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import { cutPage, type Page, timeRange } from '../connection/page.ts';
import { type RunRecord, toRunRecord } from './run-record.ts';

export interface NewRun {
  id: string;
  workload: { id: string; key: string; name: string };
  sourceHostId: string;
  destinationHostId: string | null;
  preflightId: string | null;
  checkpointId: string | null;
  plan: RunPlan;
  /** What it has to wait for; null when it may start at once. */
  queue?: RunQueue | null;
  /** The run whose plan this one repeats. */
  againOf?: string | null;
  createdBy: string;
  now: Date;
}

/** Runs of one tree are looked for and made under this lock, so that two requests at one moment see each other. */
const runStartLock = 47_470_004;

export const lockRunStart = async (database: Database): Promise<void> => {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${runStartLock})`;
};

export const createRun = async (database: Database, run: NewRun): Promise<void> => {
  const { id, workload, sourceHostId, destinationHostId, plan } = run;
  await database.run.create({
    data: {
      id,
      kind: plan.kind,
      state: 'running',
      workloadId: workload.id,
      workloadKey: workload.key,
      workloadName: workload.name,
      sourceHostId,
      destinationHostId,
      preflightId: run.preflightId,
      checkpointId: run.checkpointId,
      plan: asJson(plan),
      ...(run.queue ? { queue: asJson(run.queue) } : {}),
      againOf: run.againOf ?? null,
      createdBy: run.createdBy,
      createdAt: run.now,
    },
  });
  // A restore has one side only, and it is the one that builds a copy.
  const sides = [{ runId: id, side: plan.kind === 'restore' ? 'destination' : 'source', hostId: sourceHostId }];
  if (destinationHostId !== null) sides.push({ runId: id, side: 'destination', hostId: destinationHostId });
  await database.runSide.createMany({ data: sides });
};

/** Puts a renewed plan in the place of the one the run was made with. */
export const storePlan = async (database: Database, id: string, plan: RunPlan): Promise<void> => {
  await database.run.update({ where: { id }, data: { plan: asJson(plan) } });
};

export const findRun = async (database: Database, id: string): Promise<RunRecord | null> => {
  const row = await database.run.findUnique({ where: { id } });
  return row === null ? null : toRunRecord(row);
};

/** The run, and nobody else may change it until the transaction ends. */
export const lockRun = async (database: Database, id: string): Promise<RunRecord | null> => {
  // "No key" lets rows that refer to the run be added meanwhile, and so cannot deadlock with them.
  await database.$executeRaw`SELECT 1 FROM runs WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return findRun(database, id);
};

export const listActiveRuns = async (database: Database): Promise<RunRecord[]> =>
  (await database.run.findMany({ where: { state: 'running' }, orderBy: { ordinal: 'asc' } })).map(toRunRecord);

export interface RunFilters {
  workloadId?: string | undefined;
  hostId?: string | undefined;
  outcome?: string | undefined;
  kind?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Runs that brought this workload here: they started under the id it had on their source. */
  arrived?: { hostId: string; key: string } | undefined;
}

/** Newest first. `hostId` finds a host on either side. */
export const listRuns = async (
  database: Database,
  { filters, before, limit }: { filters: RunFilters; before: bigint | null; limit: number },
): Promise<Page<RunRecord>> => {
  const rows = await database.run.findMany({
    where: {
      AND: [
        before === null ? {} : { ordinal: { lt: before } },
        ofWorkload(filters),
        filters.hostId === undefined
          ? {}
          : { OR: [{ sourceHostId: filters.hostId }, { destinationHostId: filters.hostId }] },
        filters.outcome === undefined ? {} : { outcome: filters.outcome },
        filters.kind === undefined ? {} : { kind: filters.kind },
        timeRange(filters),
      ],
    },
    orderBy: { ordinal: 'desc' },
    take: limit + 1,
  });
  return cutPage(rows.map(toRunRecord), limit);
};

const ofWorkload = ({ workloadId, arrived }: RunFilters) => {
  if (workloadId === undefined) return {};
  if (arrived === undefined) return { workloadId };
  return { OR: [{ workloadId }, { destinationHostId: arrived.hostId, workloadKey: arrived.key }] };
};
