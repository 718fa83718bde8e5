import { rmSync } from 'node:fs';
import path from 'node:path';
import type { CommandRequest } from '@godwit/agent-protocol';
import { findHierarchies, listCgroupPids, readTask } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { isSealed, openCheckpoint } from '../at-rest/index.ts';
import { requireFreeId } from '../containers/container-target.ts';
import { type CheckpointRecord, readCheckpointRecord } from '../hold/checkpoint-record.ts';
import { chooseCopyCgroup } from '../hold/destination-endings.ts';
import { readOutcome } from '../hold/outcome-file.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { requireCopyGone } from './require-copy-gone.ts';
import type { RunRegistry } from './run-registry.ts';
import { saveRequest } from './run-store.ts';

/** Starts a dump into a checkpoint of this host; its end comes as `checkpoint.finished`. */
export const startCheckpointDump = async (
  registry: RunRegistry,
  criuPath: string,
  request: CommandRequest<'dump-checkpoint'>,
) => {
  const paths = registry.store.open('checkpoints', request.runId, { side: 'source', epoch: request.epoch });
  if (readOutcome(paths)) return { accepted: true as const };
  const isNew = (await registry.findHold(paths)) === null;
  saveRequest(paths, 'dump-checkpoint', request);
  const hold = await registry.requireHold(paths);
  if (isNew) await hold.call('dump-checkpoint', { ...request, criuPath });
  return { accepted: true as const };
};

/** Starts the restore of a checkpoint of this host; its end comes as `checkpoint.finished`. */
export const startCheckpointRestore = async (
  registry: RunRegistry,
  criuPath: string,
  request: CommandRequest<'restore-checkpoint'>,
) => {
  const kept = registry.store.checkpoint(request.checkpointId);
  const record = requireRecord(kept);
  const paths = registry.store.open('runs', request.runId, { side: 'destination', epoch: request.epoch });
  if (readOutcome(paths) || (await registry.findHold(paths))) return { accepted: true as const };
  requireCopyGone(registry.store, record, request);
  const cgroupDir = requireFree(record, request.runId);
  saveRequest(paths, 'restore-checkpoint', request);
  const imagesDir = isSealed(kept.dir) ? await openFor(kept, paths) : kept.images;
  const hold = await registry.requireHold(paths);
  await hold.call('restore-checkpoint', {
    ...request,
    criuPath,
    cgroupDir: cgroupDir ?? '',
    imagesDir,
    ...(record.container && { container: record.container }),
  });
  return { accepted: true as const };
};

/** The images in clear, for as long as the restore takes. */
const openFor = async (kept: RunPaths, { images }: RunPaths): Promise<string> => {
  rmSync(images, { recursive: true, force: true });
  await openCheckpoint(kept, images);
  return images;
};

const requireRecord = (kept: RunPaths): CheckpointRecord => {
  const record = readCheckpointRecord(kept);
  if (record === null) throw missing(kept.runId);
  return record;
};

/** Two copies of one tree must never run: none of its ids may live, whoever has it. */
const requireFree = (record: CheckpointRecord, runId: string): string | null => {
  if (record.container) {
    // Its ids are its own, and its runtime makes its cgroup.
    requireFreeId(record.container);
    return null;
  }
  const alive = record.tasks.find(({ pid }) => readTask(pid) !== null);
  if (alive) throw stillRuns(alive.pid, readTask(alive.pid)?.comm ?? '?');
  const { unified } = findHierarchies();
  const wanted = chooseCopyCgroup(runId, record.cgroupPath ?? '/', unified);
  if (wanted === null || listCgroupPids(wanted).length === 0) return wanted;
  return unified === null ? null : path.join(unified, 'godwit', 'copies', runId);
};

const missing = (checkpointId: string): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message: `This host has no complete checkpoint ${checkpointId}, so nothing was restored.`,
    remedy: 'Choose a checkpoint that was made on this host.',
  });

const stillRuns = (pid: number, comm: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `Process ${pid} (${comm}) lives, and the checkpoint holds a process with this id: the restore would clash, or run the workload twice.`,
    remedy: 'End the running workload first, then restore.',
  });
