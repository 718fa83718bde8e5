import type { PastRehearsal } from '@godwit/domain/estimate';
import { type Database, listPastRuns, listSteps, type RunRecord } from '@godwit/history-store';
import { z } from 'zod';

interface Pair {
  sourceHostId: string;
  destinationHostId: string;
  limit: number;
}

const builtSchema = z.object({ readyUs: z.number().nullable() });

/** What earlier rehearsals between two hosts took, newest first. */
export const readPastRehearsals = async (database: Database, pair: Pair): Promise<PastRehearsal[]> => {
  const runs = await listPastRuns(database, { ...pair, kind: 'rehearsal' });
  const all = await Promise.all(runs.map((run) => toPastRehearsal(database, run)));
  return all.filter((one) => one !== null);
};

const toPastRehearsal = async (database: Database, { id, plan, times }: RunRecord): Promise<PastRehearsal | null> => {
  if (plan.kind !== 'rehearsal' || times === null) return null;
  const built = builtSchema.safeParse(
    (await listSteps(database, id)).find(({ key }) => key === 'rehearse-build')?.result,
  );
  const { frozenUs, totalUs } = times;
  const size = { memoryBytes: plan.expectedBytes, processes: plan.taskPids.length };
  return { ...size, frozenUs, readyUs: built.success ? built.data.readyUs : null, totalUs };
};
