import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandRequest, CommandResult } from '@godwit/agent-protocol';
import { findHierarchies } from '@godwit/criu-driver';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { type CheckpointRecord, checkpointRecordFile } from '../hold/checkpoint-record.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunFacts } from '../hold/journal-records.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { measureImages, readFrozenUs } from '../hold/source-dump.ts';
import { readRequest } from './run-store.ts';
import { sweepRun } from './sweep-run.ts';

type Prepared = CommandRequest<'prepare-source'>;

/** Whether a full checkpoint lies here that a move was to keep until its copy is proved, and whose tree is gone. */
export const hasKeptImages = (paths: RunPaths): boolean => {
  if (existsSync(checkpointRecordFile(paths.dir))) return true;
  const { side, state } = readJournal(paths);
  const prepared = readRequest<Prepared>(paths, 'prepare-source');
  return (
    side === 'source' &&
    state === 'gone' &&
    prepared?.keepCheckpoint === true &&
    // The first file that any reader of images needs.
    existsSync(path.join(paths.images, 'inventory.img'))
  );
};

/** Makes them a checkpoint of this host, and sweeps everything else of the run. What is interrupted is done by the next call. */
export const keepImagesOf = async (context: HoldContext): Promise<CommandResult<'keep-images'>> => {
  const { paths } = context;
  const file = checkpointRecordFile(paths.dir);
  if (!existsSync(file)) writeFileDurably(file, JSON.stringify(describe(context)));
  const removed = await sweepRun(context, { keepImages: true });
  return { kept: { imageBytes: measureImages(paths.images), frozenUs: readFrozenUs(paths) }, removed };
};

const describe = ({ paths, journal }: HoldContext): CheckpointRecord => {
  const prepared = readRequest<Prepared>(paths, 'prepare-source');
  if (!prepared) throw new Error('the source was never prepared');
  const { tasks = [], ownCgroupDir } = journal.facts;
  const { workloadKey, pid, container } = prepared;
  return {
    runId: paths.runId,
    workloadKey,
    rootPid: pid,
    leftRunning: false,
    // Their names are in the images; what a restore looks for is the ids.
    tasks: tasks.map((task) => ({ ...task, comm: '' })),
    cgroupPath: pathOf(ownCgroupDir),
    container,
    move: { runId: paths.runId },
  };
};

const pathOf = (dir: RunFacts['ownCgroupDir']): string | null => {
  const { unified } = findHierarchies();
  return dir && unified !== null && dir.startsWith(`${unified}/`) ? dir.slice(unified.length) : null;
};
