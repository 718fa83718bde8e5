import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFolder } from '../configuration/write-file-durably.ts';
import type { Journal } from '../hold/journal.ts';
import type { Made } from '../hold/journal-records.ts';
import { digestFile } from './block-digest.ts';
import { type FileEntry, type Ownership, ownPrefix } from './file-messages.ts';
import { contentName, keptName, lookAt, requireFree, type StagingArea } from './staging-area.ts';

interface Placing {
  journal: Pick<Journal, 'making'>;
  /** Owner and mode of directories as they are on the source. */
  parents: ReadonlyMap<string, Ownership>;
  /** The root as it was received; undefined when the source had nothing there. */
  entry: FileEntry | undefined;
}

/**
 * Puts a root in place by renaming; what lay there is kept in the area. Both are in the journal before they are done, and on
 * disk when this returns.
 *
 * @returns false when there was nothing to do
 */
export const placeArea = async (area: StagingArea, { journal, parents, entry }: Placing): Promise<boolean> => {
  if (entry === undefined || (await isThereAlready(area, entry))) return false;
  const { root, dir, target } = area;
  requireFree(root, target);
  makeParents(root.path, target, { journal, parents });
  const kept = lookAt(target) === 'nothing' ? null : path.join(dir, keptName);
  const staged = path.join(dir, contentName);
  journal.making({ type: 'placed', target, staged, kept });
  if (kept !== null) renameSync(target, kept);
  renameSync(staged, target);
  for (const folder of [dir, path.dirname(target)]) syncFolder(folder);
  return true;
};

/** An approved file that is there in the meantime, the very same, is left alone. */
const isThereAlready = async ({ root, target }: StagingArea, entry: FileEntry): Promise<boolean> => {
  if (root.kind !== 'missing') return false;
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (stats.isDirectory()) return entry.kind === 'directory';
  if (!stats.isFile() || entry.kind !== 'file' || (stats.mode & 0o7777) !== entry.mode) {
    if (root.replace) return false;
    requireFree({ ...root, kind: 'written' }, target);
  }
  const same = stats.size === entry.size && (await digestFile(target)).digest === entry.digest;
  if (!same) requireFree({ ...root, kind: 'written' }, target);
  return same;
};

const makeParents = (wanted: string, target: string, { journal, parents }: Omit<Placing, 'entry'>): void => {
  const missing: { dir: string; named: string }[] = [];
  let named = path.dirname(wanted);
  for (let dir = path.dirname(target); !existsSync(dir); dir = path.dirname(dir)) {
    missing.unshift({ dir, named });
    named = path.dirname(named);
  }
  for (const { dir, named: name } of missing) {
    const { mode, uid, gid } = parents.get(name) ?? { mode: 0o755, uid: 0, gid: 0 };
    journal.making({ type: 'made-directory', dir });
    mkdirSync(dir, { mode: 0o700 });
    chownSync(dir, uid, gid);
    chmodSync(dir, mode);
    syncFolder(path.dirname(dir));
  }
};

type FileMade = Extract<Made, { type: 'staged' | 'placed' | 'made-directory' }>;

/**
 * Undoes what was made for files, each by its name in the journal; whoever does it, and however often. Which renames were done
 * is seen by what lies in the area.
 *
 * @returns what was removed or put back, in words; null when there was nothing to do
 */
export const undoFile = (made: FileMade): string | null => {
  if (made.type === 'staged') return removeArea(made.dir);
  if (made.type === 'made-directory') return removeEmpty(made.dir);
  const { target, staged, kept } = made;
  const isPlaced = !isThere(staged) && isThere(target) && isThere(path.dirname(staged));
  if (isPlaced) renameSync(target, staged);
  const isKept = kept !== null && isThere(kept);
  if (isKept) renameSync(kept, target);
  if (isThere(path.dirname(target))) syncFolder(path.dirname(target));
  if (isKept) return `${target}: what lay there before is back`;
  return isPlaced ? target : null;
};

const isThere = (at: string): boolean => lstatSync(at, { throwIfNoEntry: false }) !== undefined;

const removeArea = (dir: string): string | null => {
  const stats = lstatSync(dir, { throwIfNoEntry: false });
  if (!stats?.isDirectory() || !path.basename(dir).startsWith(`${ownPrefix}files-`)) return null;
  rmSync(dir, { recursive: true, force: true });
  syncFolder(path.dirname(dir));
  return `staged files in ${dir}`;
};

/** Somebody may have put something into it meanwhile: then it stays. */
const removeEmpty = (dir: string): string | null => {
  try {
    rmdirSync(dir);
    syncFolder(path.dirname(dir));
    return `directory ${dir}`;
  } catch {
    return null;
  }
};
