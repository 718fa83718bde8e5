import { existsSync, readFileSync } from 'node:fs';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { checkpointRecordFile } from '../hold/checkpoint-dump.ts';
import { readOutcome } from '../hold/outcome-file.ts';
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
});
export type KeptRecord = z.infer<typeof keptRecordSchema>;

/** The record of a complete checkpoint of this host. Throws `not-found`, or `command-refused` for a container's. */
export const readKeptRecord = (paths: RunPaths): KeptRecord => {
  const file = checkpointRecordFile(paths.dir);
  if (!existsSync(file) || readOutcome(paths)?.error !== null) throw missing(paths.runId);
  const raw = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  if (raw.container) throw ofContainer();
  return keptRecordSchema.parse(raw);
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
