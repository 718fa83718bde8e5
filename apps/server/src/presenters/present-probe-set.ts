import { summariseMatrix } from '@godwit/domain/facts';
import type { ProbeSetRecord, ProbeSetRow } from '@godwit/history-store';
import type { ProbeSetDetail, ProbeSetSummary } from '../procedures/shapes/probe-set.ts';
import { presentTime } from './present-time.ts';

/** A set tells of itself every few seconds; one that waits for its turn is silent for as long as others take. */
const silentMs = { running: 60_000, waiting: 30 * 60_000 };

export const presentProbeSet = (row: ProbeSetRow, now: Date): ProbeSetSummary => {
  const silence = now.getTime() - row.updatedAt.getTime();
  const lost = (row.state === 'running' || row.state === 'waiting') && silence > silentMs[row.state];
  const { id, hostId, trigger, done, total, criuVersion, kernel, problem } = row;
  const times = { startedAt: presentTime(row.startedAt), updatedAt: presentTime(row.updatedAt) };
  const state = lost ? 'interrupted' : row.state;
  return { id, hostId, trigger, state, done, total, ...times, criuVersion, kernel, problem };
};

export const presentProbeSetDetail = (record: ProbeSetRecord, now: Date): ProbeSetDetail => {
  const { matrix } = record;
  if (matrix === null) return { ...presentProbeSet(record, now), matrix, summary: null };
  const { missing, ...summary } = summariseMatrix(matrix);
  return { ...presentProbeSet(record, now), matrix, summary: { ...summary, missing: missing.map(({ id }) => id) } };
};
