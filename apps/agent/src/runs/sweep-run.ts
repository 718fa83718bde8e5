import { existsSync, rmSync } from 'node:fs';
import { GodwitError } from '@godwit/domain/errors';
import { checkpointRecordFile } from '../hold/checkpoint-record.ts';
import { leaveNoMounts } from '../hold/clean-work-files.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import { readJournal } from '../hold/journal.ts';
import type { Made } from '../hold/journal-records.ts';
import { readOutcome } from '../hold/outcome-file.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { undoStanding } from '../hold/undo.ts';
import { sceneFiles } from '../rehearsal/scene.ts';
import { letSupervisorsGo } from '../supervisors/let-supervisors-go.ts';

/** States after which nothing of the run is needed any more. */
const sweepable = ['gone', 'given-back', 'released', 'discarded', 'swept'];

/** Removes a checkpoint with its images; its journal and logs stay. */
const sweepCheckpoint = async ({ journal, paths }: HoldContext): Promise<string[]> => {
  // A tree that was ended left its connections locked for the restore that now will not come.
  await undoStanding(journal, ['criu-lock', 'cgroup']);
  await leaveNoMounts(paths);
  const files = [...leftovers(paths), checkpointRecordFile(paths.dir)].filter((file) => existsSync(file));
  for (const file of files) rmSync(file, { recursive: true, force: true });
  return files;
};

/** Throws `command-refused` while something of the run is still needed. */
export const requireSweepable = (paths: RunPaths): void => {
  const { state, facts } = readJournal(paths);
  const lost = facts.postCopy && state === 'failed';
  const waits = facts.postCopy && state === 'released' && !facts.pages?.complete;
  if ((sweepable.includes(state) && !waits) || lost || readOutcome(paths)) return;
  throw new GodwitError({
    code: 'command-refused',
    message: `This side of the run is "${state}" and still needs what it made, so nothing was swept.`,
    remedy: 'Finish the run, or give it back, first.',
  });
};

/**
 * Removes what the run is recorded to have made here; of a finished checkpoint, the checkpoint itself. A released copy keeps its address and its cgroup. Journal and logs
 * stay; keys and memory images do not, unless they are to be kept as a checkpoint.
 */
export const sweepRun = async (context: HoldContext, { keepImages = false } = {}): Promise<string[]> => {
  const { journal, paths } = context;
  if (readOutcome(paths)) return sweepCheckpoint(context);
  await letSupervisorsGo(context);
  const { state } = journal;
  const kinds: Made['type'][] = ['table', 'fence', 'criu-lock', 'cgroup', 'staged', 'sysctl'];
  if (!keepImages) kinds.push('images', 'mount');
  const released = journal.states.includes('released') && state !== 'failed';
  const removed = await undoStanding(journal, released ? kinds : ['address', ...kinds, 'container', 'bundle']);
  // Behind what somebody may wait for: a mount that stays makes this fail.
  await leaveNoMounts(paths);
  const checkpoint = keepImages ? [] : keptCheckpoint(paths);
  const kept = keepImages ? [paths.images, wrappedKey(paths)] : [];
  for (const file of [...checkpoint, ...leftovers(paths)])
    if (!kept.includes(file)) rmSync(file, { recursive: true, force: true });
  if (state !== 'swept') context.enter('swept');
  return [...removed, ...checkpoint];
};

/** Of a move that kept one. Its record goes first: without it nobody takes what is left for a checkpoint. */
const keptCheckpoint = (paths: RunPaths): string[] => {
  const record = checkpointRecordFile(paths.dir);
  return existsSync(record) ? [record, paths.images] : [];
};

const wrappedKey = ({ dir }: RunPaths): string => `${dir}/key.json`;

/** What a container's runtime was started with; podman's archive holds memory images. */
const runtimeFiles = ({ dir }: RunPaths): string[] =>
  ['bin', 'criu.conf', 'containers.conf', 'podman', 'podman.tar'].map((name) => `${dir}/${name}`);

const leftovers = (paths: RunPaths): string[] => [
  paths.images,
  paths.stage,
  paths.verdict,
  paths.hookScript,
  paths.enterScript,
  paths.fence,
  paths.holdSocket,
  paths.holdIdentity,
  paths.manifest,
  paths.room,
  ...runtimeFiles(paths),
  paths.imageRoom,
  `${paths.dir}/keys.json`,
  `${paths.dir}/keys.json.new`,
  ...sceneFiles(paths),
  // Without it sealed images are worth nothing, wherever a copy of them may lie.
  wrappedKey(paths),
];
