import type { Database } from '../connection/database.ts';
import { wake } from './wake.ts';

/** Revisions are drawn and committed one transaction after the other, so a reader never passes one that is still to come. */
const revisionLock = 47_470_002;

/**
 * To be called before the first host or workload is written in a transaction that marks one as changed: whoever writes
 * first and asks for the lock afterwards can deadlock with somebody who does it the other way round.
 */
export const lockChanges = async (database: Database): Promise<void> => {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${revisionLock})`;
};

/** Marks a host as changed for every page that shows it. Must be the last write of its transaction, or near it. */
export const markHostChanged = async (database: Database, hostId: string): Promise<void> => {
  await lockChanges(database);
  await database.$executeRaw`UPDATE hosts SET revision = nextval('live_revision') WHERE id = ${hostId}::uuid`;
  await wake(database, { about: 'host', hostId });
};

export const markWorkloadChanged = async (database: Database, workloadId: string): Promise<void> => {
  await lockChanges(database);
  await database.$executeRaw`UPDATE workloads SET revision = nextval('live_revision') WHERE id = ${workloadId}::uuid`;
  await wake(database, { about: 'workload', workloadId });
};

export interface Changes {
  hostIds: string[];
  workloads: { id: string; hostId: string }[];
  /** The highest revision there is; where the next question goes on from. */
  revision: bigint;
}

/** Everything that changed after a revision. */
export const listChanges = async (database: Database, after: bigint): Promise<Changes> => {
  const hosts = await database.host.findMany({
    where: { revision: { gt: after } },
    select: { id: true, revision: true },
  });
  const workloads = await database.workload.findMany({
    where: { revision: { gt: after } },
    select: { id: true, hostId: true, revision: true },
  });
  const revision = [...hosts, ...workloads].reduce((top, row) => (row.revision > top ? row.revision : top), after);
  return {
    hostIds: hosts.map(({ id }) => id),
    workloads: workloads.map(({ id, hostId }) => ({ id, hostId })),
    revision,
  };
};

/** The revision as of now, for a page that has just read everything. */
export const currentRevision = async (database: Database): Promise<bigint> => {
  const rows = await database.$queryRaw<{ top: bigint }[]>`
    SELECT greatest((SELECT max(revision) FROM hosts), (SELECT max(revision) FROM workloads), 0) AS top`;
  return rows[0]?.top ?? 0n;
};
