import type { CheckpointRecord } from '@godwit/history-store';
import type { CheckpointSummary } from '../procedures/shapes/checkpoint-summary.ts';
import { presentTime } from './present-time.ts';

interface CheckpointInput {
  checkpoint: CheckpointRecord;
  hostName: (id: string) => string;
  lastRestoreRunId: string | null;
}

export const presentCheckpoint = ({ checkpoint, hostName, lastRestoreRunId }: CheckpointInput): CheckpointSummary => ({
  id: checkpoint.id,
  runId: checkpoint.runId,
  workloadId: checkpoint.workloadId,
  workloadName: checkpoint.workloadName,
  hostId: checkpoint.hostId,
  hostName: hostName(checkpoint.hostId),
  at: presentTime(checkpoint.createdAt),
  imageBytes: checkpoint.imageBytes,
  frozenUs: checkpoint.frozenUs,
  leftRunning: checkpoint.leftRunning,
  state: checkpoint.removedAt === null ? 'stored' : 'removed',
  pinnedBy: checkpoint.pinnedBy,
  encrypted: checkpoint.encrypted,
  copyOf: checkpoint.copyOf,
  moveRunId: checkpoint.moveRunId,
  keptBecause: checkpoint.keptBecause,
  lastRestoreRunId,
});
