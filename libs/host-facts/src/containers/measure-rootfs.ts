import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { listNames } from '../procfs/list-names.ts';

/** Looking at more would take longer than a preflight should. */
const mostFiles = 50_000;

/** Bytes of a file, or of all below a directory on its own file system; null when there are too many to look at, 0 where nothing is. */
export const measureRootfs = (rootfs: string): number | null => {
  const top = lstatSync(rootfs, { throwIfNoEntry: false });
  if (!top?.isDirectory()) return top?.size ?? 0;
  const device = top.dev;
  const waiting = [rootfs];
  let bytes = 0;
  let seen = 0;
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    for (const name of listNames(directory)) {
      if (++seen > mostFiles) return null;
      const path = join(directory, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() && stat.dev === device) waiting.push(path);
      else if (stat?.isFile()) bytes += Math.min(stat.size, stat.blocks * 512);
    }
  }
  return bytes;
};
