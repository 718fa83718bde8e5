import {
  type CapabilityMatrix,
  capabilityMatrixSchema,
  type ProbeSetState,
  type ProbeTrigger,
  probeSetStateSchema,
  probeTriggerSchema,
} from '@godwit/domain/facts';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import { cutPage, type Page } from '../connection/page.ts';
import type { ProbeSet } from '../generated/client.ts';
import { markHostChanged } from '../live/changes.ts';

export interface ProbeSetReport {
  id: string;
  hostId: string;
  trigger: ProbeTrigger;
  state: ProbeSetState;
  done: number;
  total: number;
  startedAt: Date;
  /** When the server heard of it. */
  updatedAt: Date;
  matrix: CapabilityMatrix | null;
  problem: string | null;
}

export interface ProbeSetRecord extends ProbeSetReport {
  ordinal: bigint;
  /** Of the matrix; null before there is one. */
  criuVersion: string | null;
  kernel: string | null;
}

export type ProbeSetRow = Omit<ProbeSetRecord, 'matrix'>;

/** Stores how far a set has come. What has ended stays as it is, whatever comes late. */
export const storeProbeSet = async (database: Database, report: ProbeSetReport): Promise<void> => {
  const { id, hostId, matrix, ...rest } = report;
  const known = await database.probeSet.findUnique({ where: { id }, select: { hostId: true, state: true } });
  if (known !== null && (known.hostId !== hostId || !isUnderWay(known.state))) return;
  const made = { criuVersion: matrix?.criu.version ?? null, kernel: matrix?.kernelRelease ?? null };
  const data = { ...rest, ...made, ...(matrix === null ? {} : { matrix: asJson(matrix) }) };
  await database.probeSet.upsert({ where: { id }, create: { id, hostId, ...data }, update: data });
  await markHostChanged(database, hostId);
};

const isUnderWay = (state: string): boolean => state === 'waiting' || state === 'running';

/** A set with all its results; null when there is none such. */
export const findProbeSet = async (database: Database, id: string): Promise<ProbeSetRecord | null> => {
  const row = await database.probeSet.findUnique({ where: { id } });
  if (row === null) return null;
  return { ...toRow(row), matrix: row.matrix === null ? null : capabilityMatrixSchema.parse(row.matrix) };
};

/** Newest first, without results. */
export const listProbeSets = async (
  database: Database,
  { hostId, before, limit }: { hostId: string; before: bigint | null; limit: number },
): Promise<Page<ProbeSetRow>> => {
  const rows = await database.probeSet.findMany({
    omit: { matrix: true },
    where: { hostId, ...(before === null ? {} : { ordinal: { lt: before } }) },
    orderBy: { ordinal: 'desc' },
    take: limit + 1,
  });
  const { items, next } = cutPage(rows, limit);
  return { items: items.map(toRow), next };
};

const toRow = ({ trigger, state, ...row }: Omit<ProbeSet, 'matrix'>): ProbeSetRow => ({
  ...row,
  trigger: probeTriggerSchema.parse(trigger),
  state: probeSetStateSchema.parse(state),
});
