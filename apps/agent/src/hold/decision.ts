import { existsSync, linkSync, readFileSync, rmSync } from 'node:fs';
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
  writeFileSynced(own, JSON.stringify(wanted));
  try {
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

/** The decision that stands; null when nothing is decided. */
export const readDecision = (paths: RunPaths): Decision | null => {
  try {
    return JSON.parse(readFileSync(paths.decision, 'utf8')) as Decision;
  } catch (error) {
    if (existsSync(paths.decision)) throw error;
    return null;
  }
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
