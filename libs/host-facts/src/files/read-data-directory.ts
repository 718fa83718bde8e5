import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataDirectory } from '@godwit/domain/facts';
import { isGone } from '../procfs/read-text.ts';

type Found = Pick<DataDirectory, 'found' | 'files' | 'bytes' | 'others'>;

/**
 * What lies in a directory, counted without opening any of it. What vanishes meanwhile is not counted. Throws what the file
 * system says when a part cannot be listed: a part of the data is no data.
 */
export const readDataDirectory = async (path: string, signal?: AbortSignal): Promise<Found> => {
  const found: Found = { found: 'directory', files: 0, bytes: 0, others: 0 };
  const top = await lstat(path).catch(nothing);
  if (!top?.isDirectory()) return { ...found, found: top === null ? 'nothing' : 'other' };
  const open = [path];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    signal?.throwIfAborted();
    const listed = await opendir(directory).catch(nothing);
    if (listed === null) continue;
    for await (const entry of listed) {
      if (entry.isDirectory()) open.push(join(directory, entry.name));
      else await count(found, join(directory, entry.name), entry);
    }
  }
  return found;
};

const count = async (found: Found, path: string, entry: Dirent): Promise<void> => {
  if (entry.isSymbolicLink()) return;
  if (!entry.isFile()) {
    found.others++;
    return;
  }
  const stats = await lstat(path).catch(nothing);
  if (stats === null) return;
  found.files++;
  found.bytes += stats.size;
};

const nothing = (error: unknown): null => {
  if (isGone(error)) return null;
  throw error;
};
