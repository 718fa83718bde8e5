import { closeSync, fstatSync, openSync, readSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { restoreLog } from '@godwit/criu-driver';
import type { RunPaths } from './run-paths.ts';

/** Where CRIU 4.2 builds the mounts of a tree with a mount namespace of its own; it is empty as soon as that namespace is gone. */
const yard = /\/tmp\/\.criu\.mntns\.\w{6}/g;
/** CRIU names it while it restores the first mounts. */
const readBytes = 8 << 20;

/**
 * Removes the directory that a CRIU which was killed while it restored left in /tmp, by the name that its log gives. One with
 * something in it or mounted on it stays.
 */
export const removeRootsYard = (paths: RunPaths): void => {
  for (const dir of new Set(readStart(path.join(paths.work, restoreLog)).match(yard))) removeEmpty(dir);
};

const removeEmpty = (dir: string): void => {
  try {
    rmdirSync(dir);
  } catch {
    // CRIU removed it itself, or somebody uses it.
  }
};

const readStart = (file: string): string => {
  try {
    const fd = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(readBytes, fstatSync(fd).size));
      return buffer.toString('utf8', 0, readSync(fd, buffer));
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
};
