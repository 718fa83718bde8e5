import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Replaces a file so that a crash at any moment leaves the old content or the new one, never a part. Readable by the
 * owner only, as is the folder when it has to be made.
 */
export const writeFileDurably = (file: string, content: string): void => {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  try {
    writeFileSynced(fresh, content);
    renameSync(fresh, file);
  } catch (error) {
    // It may hold a key, and nobody would look for it under this name.
    rmSync(fresh, { force: true });
    throw error;
  }
  syncFolder(folder);
};

/** Writes a file of the owner's; its content is on the disk when this returns, its name only after `syncFolder`. */
export const writeFileSynced = (file: string, content: string): void => {
  const fd = openSync(file, 'w', 0o600);
  try {
    // On a disk that is nearly full one write(2) takes a part and reports no error; this one goes on until all is written.
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

/** A new name is only safe once its folder is on disk too (fsync(2)). */
export const syncFolder = (folder: string): void => {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};
