import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { readCheckpointRecord } from '../hold/checkpoint-record.ts';
import type { RunPaths } from '../hold/run-paths.ts';

/** What a restore has to know of a checkpoint besides its images, as it travels with it. */
export const keptRecordSchema = z.object({
  runId: z.uuid(),
  workloadKey: z.string().max(1000),
  rootPid: z.number().int().positive(),
  leftRunning: z.boolean(),
  tasks: z
    .array(z.object({ pid: z.number().int().positive(), startTimeTicks: z.number(), comm: z.string().max(64) }))
    .max(100_000),
  cgroupPath: z.string().startsWith('/').max(4096).nullable(),
  /** It was kept by this move, which let a copy of the tree run. */
  move: z.object({ runId: z.uuid() }).optional(),
});
export type KeptRecord = z.infer<typeof keptRecordSchema>;

/** The record of a complete checkpoint of this host. Throws `not-found`, or `command-refused` for a container's. */
export const readKeptRecord = (paths: RunPaths): KeptRecord => {
  const record = readCheckpointRecord(paths);
  if (record === null) throw missing(paths.runId);
  if (record.container) throw ofContainer();
  return keptRecordSchema.parse(record);
};

const missing = (checkpointId: string): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message: `This host has no complete checkpoint ${checkpointId}, so nothing was sent.`,
    remedy: 'Choose a checkpoint that lies on this host.',
  });

const ofContainer = (): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: 'A checkpoint of a container is restored by its runtime, whose bundle lies on this host only.',
    remedy: 'Move the container instead: a move brings its bundle along.',
  });
