import { type CriuOptions, criuOptionsSchema } from '@godwit/domain/verdict';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import type { Checkpoint } from '../generated/client.ts';

export type CheckpointRecord = Omit<Checkpoint, 'options'> & { options: CriuOptions };

export interface NewCheckpoint {
  id: string;
  runId: string;
  workload: { id: string; key: string; name: string };
  hostId: string;
  imageBytes: number | null;
  frozenUs: number | null;
  leftRunning: boolean;
  options: CriuOptions;
  encrypted?: boolean;
  /** The checkpoint on another host of which this one is a copy. */
  copyOf?: string | null;
  /** The move that kept it, whose copy may run, and why it did. */
  moveRunId?: string | null;
  keptBecause?: string | null;
  now: Date;
}

const toRecord = (row: Checkpoint): CheckpointRecord => ({ ...row, options: criuOptionsSchema.parse(row.options) });

/** Stores it once: the same dump reported twice is one checkpoint. */
export const storeCheckpoint = async (database: Database, checkpoint: NewCheckpoint): Promise<void> => {
  const { workload, now, options, ...rest } = checkpoint;
  await database.checkpoint.createMany({
    data: [
      {
        ...rest,
        workloadId: workload.id,
        workloadKey: workload.key,
        workloadName: workload.name,
        createdAt: now,
        options: asJson(options),
      },
    ],
    skipDuplicates: true,
  });
};

export const findCheckpoint = async (database: Database, id: string): Promise<CheckpointRecord | null> => {
  const row = await database.checkpoint.findUnique({ where: { id } });
  return row === null ? null : toRecord(row);
};

/** Newest first, removed ones too. */
export const listCheckpoints = async (
  database: Database,
  { workloadId, hostId }: { workloadId?: string | undefined; hostId?: string | undefined },
): Promise<CheckpointRecord[]> => {
  const rows = await database.checkpoint.findMany({
    where: { ...(workloadId === undefined ? {} : { workloadId }), ...(hostId === undefined ? {} : { hostId }) },
    orderBy: { createdAt: 'desc' },
    take: 500,
  });
  return rows.map(toRecord);
};

export const markCheckpointRemoved = async (database: Database, id: string, now: Date): Promise<void> => {
  await database.checkpoint.update({ where: { id }, data: { removedAt: now } });
};

/** Every one that is still there, on all hosts. */
export const listKeptCheckpoints = async (database: Database): Promise<CheckpointRecord[]> =>
  (await database.checkpoint.findMany({ where: { removedAt: null }, orderBy: { createdAt: 'desc' } })).map(toRecord);

/** `pinnedBy` null: it may go again when its time has come. */
export const pinCheckpoint = async (
  database: Database,
  { id, pinnedBy, now }: { id: string; pinnedBy: string | null; now: Date },
): Promise<void> => {
  await database.checkpoint.update({ where: { id }, data: { pinnedBy, pinnedAt: pinnedBy === null ? null : now } });
};

/** The newest restore of each of these checkpoints. */
export const lastRestores = async (database: Database, checkpointIds: string[]): Promise<Map<string, string>> => {
  const rows = await database.run.findMany({
    where: { kind: 'restore', checkpointId: { in: checkpointIds } },
    orderBy: { ordinal: 'asc' },
    select: { id: true, checkpointId: true },
  });
  return new Map(rows.flatMap(({ id, checkpointId }) => (checkpointId === null ? [] : [[checkpointId, id] as const])));
};
