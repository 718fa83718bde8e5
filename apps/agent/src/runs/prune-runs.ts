import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { isAlive, listMountsBelow } from '@godwit/criu-driver';
import { checkpointRecordFile } from '../hold/checkpoint-record.ts';
import { readJournal } from '../hold/journal.ts';
import { isOutcomeTold } from '../hold/outcome-file.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { readHoldIdentity } from './read-hold-identity.ts';
import { type RunStore, readRequest } from './run-store.ts';

/** How many runs that are over keep their journal and logs on this host, and for how long at most. */
export const keptRuns = 200;
export const keptDays = 90;
const dayMs = 86_400_000;

/**
 * Removes journals and logs of runs that are over, the oldest first. A run that is not over, or of which something is still
 * here, stays whatever its age. One that cannot be read stays too: nobody knows what it says.
 *
 * @param now milliseconds since 1970
 * @returns ids of what was removed
 */
export const pruneRuns = (store: RunStore, now: number): string[] => {
  const all = [...store.list('runs'), ...store.list('checkpoints')];
  const over = all.filter(isOver).map((paths) => ({ paths, at: statSync(paths.journal).mtimeMs }));
  over.sort((one, other) => other.at - one.at);
  const pruned = over.filter(({ at }, index) => index >= keptRuns || now - at > keptDays * dayMs);
  // Asked of few: on a host with many containers the table of mounts is long.
  const removable = pruned.filter(({ paths }) => listMountsBelow(paths.dir).length === 0);
  for (const { paths } of removable) remove(paths);
  return removable.map(({ paths }) => paths.runId);
};

const isOver = (paths: RunPaths): boolean => {
  if (isSomethingLeft(paths)) return false;
  try {
    return readJournal(paths).state === 'swept' || (isCheckpoint(paths) && isOutcomeTold(paths));
  } catch {
    return false;
  }
};

/** Memory images, a checkpoint to restore from, or a hold process that lives. */
const isSomethingLeft = (paths: RunPaths): boolean =>
  (existsSync(paths.images) && readdirSync(paths.images).length > 0) ||
  existsSync(checkpointRecordFile(paths.dir)) ||
  readHoldIdentity(paths).some(isAlive);

const checkpointCommands = ['dump-checkpoint', 'restore-checkpoint', 'receive-checkpoint'];

const isCheckpoint = (paths: RunPaths): boolean =>
  checkpointCommands.some((command) => readRequest(paths, command) !== null);

/** The journal goes last: after a crash in between the run is still known, and removed the next time. */
const remove = ({ dir, journal }: RunPaths): void => {
  const others = readdirSync(dir).filter((name) => path.join(dir, name) !== journal);
  for (const name of others) rmSync(path.join(dir, name), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
};
