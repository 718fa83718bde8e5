import { chmod, lchown, lutimes, utimes } from 'node:fs/promises';
import { writeAttributes } from './extended-attributes.ts';
import type { FileEntry } from './file-messages.ts';

/**
 * Gives a staged file the owner, mode, extended attributes and time of modification it has on the source. The order matters:
 * a change of the owner takes away set-user-id bits and capabilities. Attributes that this file system does not know are left.
 */
export const applyMetadata = async (at: string, entry: FileEntry): Promise<void> => {
  const { uid, gid, mode, mtimeUs, kind, attributes } = entry;
  await lchown(at, uid, gid);
  // Node cuts what is smaller than a microsecond off; what is lost in the division must not take one more.
  const seconds = (mtimeUs + 0.5) / 1_000_000;
  if (kind === 'symlink') return lutimes(at, seconds, seconds);
  await chmod(at, mode);
  if (attributes !== undefined) writeAttributes(at, attributes);
  await utimes(at, seconds, seconds);
};
