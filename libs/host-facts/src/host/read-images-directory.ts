import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HostFacts } from '@godwit/domain/facts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { readText } from '../procfs/read-text.ts';

type ImagesDirectory = Extract<HostFacts['imagesDirectory'], { known: true }>['value'];

/** The directory itself, or the nearest one above it that exists: the images directory may not have been made yet. */
const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

const covers = (mountPoint: string, path: string): boolean =>
  mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`);

/** The mount a path lies on: the longest mount point above it, the latest of equal ones. */
export const mountOf = (mounts: readonly Mount[], path: string): Mount | undefined =>
  mounts
    .filter((mount) => covers(mount.mountPoint, path))
    .reduce<Mount | undefined>(
      (best, mount) => (best !== undefined && best.mountPoint.length > mount.mountPoint.length ? best : mount),
      undefined,
    );

/** Free space where images would be written, as this process may use it (statfs(2)). */
export const readImagesDirectory = (path: string): ImagesDirectory => {
  const existing = nearestExisting(path);
  const space = statfsSync(existing);
  const mount = mountOf(parseMountinfo(readText('/proc/self/mountinfo')), existing);
  return {
    path,
    freeBytes: space.bavail * space.bsize,
    freeInodes: space.ffree,
    filesystem: mount?.filesystem ?? 'unknown',
  };
};
