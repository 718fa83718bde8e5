import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NamedContainer } from '../containers/container-target.ts';
import { readOutcome } from './outcome-file.ts';
import type { RunPaths } from './run-paths.ts';

/** What a restore on this host has to know of a checkpoint besides its images. */
export interface CheckpointRecord {
  runId: string;
  workloadKey: string;
  rootPid: number;
  leftRunning: boolean;
  tasks: { pid: number; startTimeTicks: number; comm: string }[];
  /** Path of the cgroup the tree had for itself; null when it shared one. */
  cgroupPath: string | null;
  /** A container, whose files lie among the images. */
  container?: NamedContainer | undefined;
  /** It was kept by this move, which let a copy of the tree run. */
  move?: { runId: string } | undefined;
}

export const checkpointRecordFile = (dir: string): string => path.join(dir, 'checkpoint.json');

/** The record of a complete checkpoint; null for one that is half made, or was removed. */
export const readCheckpointRecord = (paths: RunPaths): CheckpointRecord | null => {
  const file = checkpointRecordFile(paths.dir);
  if (!existsSync(file)) return null;
  const record = JSON.parse(readFileSync(file, 'utf8')) as CheckpointRecord;
  // A move writes it when its images are complete; a dump writes it before, and says by its outcome how it ended.
  return record.move?.runId === paths.runId || readOutcome(paths)?.error === null ? record : null;
};
