import { existsSync, linkSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { syncFolder, writeFileSynced } from '../configuration/write-file-durably.ts';
import type { RunPaths } from './run-paths.ts';

/** The one decision of the source. Nothing resumes it after `committed`; nothing kills it after `aborted`. */
export interface Decision {
  decision: 'committed' | 'aborted';
  epoch: number;
  by: string;
  reason: string;
}

/**
 * Decides, unless somebody has: the file is complete and on disk before link(2) gives it its name, which succeeds for one
 * caller only, however many processes try.
 *
 * @returns the decision that stands, which may be somebody else's
 */
export const decide = (paths: RunPaths, wanted: Decision): Decision => {
  const own = `${paths.decision}.${process.pid}.${wanted.decision}`;
  try {
    write(paths, own, wanted);
    linkSync(own, paths.decision);
  } catch (error) {
    if (!isExisting(error)) throw error;
  } finally {
    rmSync(own, { force: true });
  }
  syncFolder(paths.dir);
  const standing = readDecision(paths);
  if (!standing) throw new Error('A decision was linked and cannot be read.');
  return standing;
};

/** A full disk keeps nobody from giving back: an abort needs no text, see `withoutText`. */
const write = (paths: RunPaths, own: string, wanted: Decision): void => {
  try {
    writeFileSynced(own, JSON.stringify(wanted));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    // Nothing but speed depends on it.
    rmSync(paths.room, { force: true });
    if (wanted.decision === 'aborted') truncateSync(own);
    else writeFileSynced(own, JSON.stringify(wanted));
  }
};

/** The decision that stands; null when nothing is decided. */
export const readDecision = (paths: RunPaths): Decision | null => {
  const text = readIfThere(paths.decision);
  if (text === null) return null;
  return text.trim() === '' ? withoutText : (JSON.parse(text) as Decision);
};

const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** A commit is complete on disk before it gets its name. Only an abort is linked without its text, when the disk is full. */
const withoutText: Decision = {
  decision: 'aborted',
  epoch: 0,
  by: 'hold',
  reason: 'The source was given back, and its disk was so full that the reason could not be written.',
};

/** Marks that the copy may run; on disk when this returns. From here on it is never killed and never built again unasked. */
export const markReleasing = (paths: RunPaths): void => {
  writeFileSynced(paths.releasing, 'releasing\n');
  syncFolder(paths.dir);
};

/** Takes the mark back, which only a person may decide on. */
export const unmarkReleasing = (paths: RunPaths): void => {
  rmSync(paths.releasing, { force: true });
  syncFolder(paths.dir);
};

export const isReleasing = (paths: RunPaths): boolean => existsSync(paths.releasing);

const isExisting = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';
