import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { RunPaths } from '../hold/run-paths.ts';
import { ensureCheckpointKey, isSealed, readCheckpointKey } from './checkpoint-key.ts';
import { isFullySealed, openSealed, sealDirectory } from './seal-directory.ts';

export { isSealed } from './checkpoint-key.ts';

const stateDirOf = ({ dir }: RunPaths): string => path.dirname(path.dirname(dir));

/** Seals the images of a checkpoint with a key of its own; goes on where it was interrupted. `onBytes` hears of each piece. */
export const sealCheckpoint = async (paths: RunPaths, onBytes?: (bytes: number) => void): Promise<void> =>
  sealDirectory(paths.images, ensureCheckpointKey(stateDirOf(paths), paths.dir), onBytes);

/** Opens sealed images into a directory, whose owner removes it. */
export const openCheckpoint = async (
  paths: RunPaths,
  target: string,
  onBytes?: (bytes: number) => void,
): Promise<void> => openSealed(paths.images, target, readCheckpointKey(stateDirOf(paths), paths.dir), onBytes);

/** Whether something of a checkpoint that is to be encrypted still lies open. */
export const isHalfSealed = (paths: RunPaths): boolean => isSealed(paths.dir) && !isFullySealed(paths.images);

/** Where images lie open for as long as somebody looks into them; removed when an agent starts. */
export const openedDir = (stateDir: string): string => path.join(stateDir, 'opened');

/** Where the images of a checkpoint can be read: a place of its own for each reader of those that are sealed, who opens them there. */
export const placeOfImages = (paths: RunPaths): string =>
  isSealed(paths.dir) ? path.join(openedDir(stateDirOf(paths)), randomUUID()) : paths.images;

/** Images of a checkpoint to read, whether sealed or not; what had to be opened for it is removed afterwards. */
export const withImages = async <T>(
  paths: RunPaths,
  read: (imagesDir: string) => T | Promise<T>,
  target = placeOfImages(paths),
  onBytes?: (bytes: number) => void,
): Promise<T> => {
  // Never removed here, whatever became of the checkpoint since the place was chosen.
  if (target === paths.images) return read(paths.images);
  try {
    await openCheckpoint(paths, target, onBytes);
    return await read(target);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
};
