import { runStateSchema } from '@godwit/agent-protocol';
import type { PastPreCopy, PastRounds } from '@godwit/domain/estimate';
import { preCopyRoundsSchema } from '@godwit/domain/pre-copy';
import {
  type Database,
  findWorkload,
  listPreCopies,
  listSides,
  listSteps,
  type RunRecord,
} from '@godwit/history-store';

interface Asked {
  workloadId: string;
  hostIds: readonly string[];
  limit: number;
}

/** The rounds that earlier pre-copies of this workload made on these hosts, whatever became of them, newest first. */
export const readPastRounds = async (
  database: Database,
  { workloadId, hostIds, limit }: Asked,
): Promise<PastRounds[]> => {
  const workload = await findWorkload(database, workloadId);
  if (workload === null) return [];
  const runs = await listPreCopies(database, { workloadKey: workload.key, sourceHostIds: hostIds, limit });
  const all = await Promise.all(runs.map(({ id }) => readRounds(database, id)));
  return all.flatMap((rounds) => (rounds === null ? [] : [{ rounds }]));
};

/** A move as its own past: nothing for one that was no pre-copy, or whose line was kept narrow. */
export const readPastPreCopy = async (database: Database, { id, plan, times }: RunRecord): Promise<PastPreCopy[]> => {
  if (plan.kind !== 'move' || plan.mode !== 'pre-copy' || plan.bandwidthBytesPerSecond !== undefined) return [];
  const rounds = await readRounds(database, id);
  if (times === null || rounds === null) return [];
  const source = (await listSides(database, id)).find(({ side }) => side === 'source');
  const report = runStateSchema.safeParse(source?.report);
  const { frozenUs, switchOverUs, totalUs } = times;
  const size = { memoryBytes: plan.expectedBytes, processes: plan.taskPids.length };
  return [{ ...size, rounds, lastBytes: report.data?.dumped?.imageBytes ?? null, frozenUs, switchOverUs, totalUs }];
};

const readRounds = async (database: Database, runId: string): Promise<PastPreCopy['rounds'] | null> => {
  const step = (await listSteps(database, runId)).find(({ key }) => key === 'pre-dump');
  return preCopyRoundsSchema.safeParse(step?.result).data?.rounds ?? null;
};
