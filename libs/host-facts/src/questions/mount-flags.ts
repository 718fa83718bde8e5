import { accessSync, constants } from 'node:fs';
import type { Answers } from '@godwit/domain/facts';
import { mountOf } from '../host/read-images-directory.ts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { errorCode, readText } from '../procfs/read-text.ts';

type FileAnswer = Extract<Answers['files'], { known: true }>['value'][number];
type MountFlags = Extract<NonNullable<FileAnswer['mount']>, { known: true }>['value'];

/** A file system may be read-only as a whole while its mount says otherwise: access(2) tells EROFS in both cases. */
const isReadOnly = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    return errorCode(error) === 'EROFS';
  }
};

/** What the mount under a path allows. Throws when no mount is above it, which no kernel lets happen. */
export const mountFlags = (path: string, mounts: readonly Mount[]): MountFlags => {
  const mount = mountOf(mounts, path);
  if (mount === undefined) throw new Error(`no mount is above ${path}`);
  return {
    mountPoint: mount.mountPoint,
    readOnly: isReadOnly(path),
    noexec: mount.options.split(',').includes('noexec'),
  };
};

/** The same for a directory that is there, with the mounts as they are now; null when they cannot be read. */
export const readMountFlags = (directory: string): MountFlags | null => {
  try {
    return mountFlags(directory, parseMountinfo(readText('/proc/self/mountinfo')));
  } catch {
    return null;
  }
};
