import type { Workload } from '@godwit/domain/facts';
import type { Database } from '../connection/database.ts';
import { lockChanges, markHostChanged, markWorkloadChanged } from '../live/changes.ts';
import type { WorkloadRecord } from './workloads.ts';

/** Sizes change all the time: pages are told only when a workload's size moved by more than this part. */
const notableSizeChange = 0.1;

/**
 * Takes a host's whole list: new workloads come, known ones are brought up to date, absent ones are marked as gone and
 * keep their history.
 */
export const storeWorkloads = async (
  database: Database,
  { hostId, workloads, now, newId }: { hostId: string; workloads: Workload[]; now: Date; newId: () => string },
): Promise<void> => {
  await lockChanges(database);
  const before = new Map((await database.workload.findMany({ where: { hostId } })).map((row) => [row.key, row]));
  const changed: string[] = [];
  for (const workload of workloads) {
    const old = before.get(workload.key);
    const data = { ...workload, state: 'running', lastSeenAt: now };
    const id = old?.id ?? newId();
    if (old === undefined) await database.workload.create({ data: { ...data, id, hostId } });
    else await database.workload.update({ where: { id }, data });
    if (old === undefined || differs(old, workload)) changed.push(id);
  }
  changed.push(...(await markGone(database, { before, present: new Set(workloads.map(({ key }) => key)) })));
  for (const id of changed) await markWorkloadChanged(database, id);
  if (changed.length > 0) await markHostChanged(database, hostId);
};

const markGone = async (
  database: Database,
  { before, present }: { before: Map<string, WorkloadRecord>; present: Set<string> },
): Promise<string[]> => {
  const gone = [...before.values()]
    .filter(({ key, state }) => state === 'running' && !present.has(key))
    .map(({ id }) => id);
  if (gone.length > 0) await database.workload.updateMany({ where: { id: { in: gone } }, data: { state: 'gone' } });
  return gone;
};

const differs = (old: WorkloadRecord, now: Workload): boolean =>
  old.state !== 'running' ||
  old.rootPid !== now.rootPid ||
  old.startTimeTicks !== now.startTimeTicks ||
  old.processes !== now.processes ||
  old.name !== now.name ||
  old.command !== now.command ||
  old.serviceAddress !== now.serviceAddress ||
  Math.abs(old.rssBytes - now.rssBytes) > old.rssBytes * notableSizeChange;
