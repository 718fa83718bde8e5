import { readdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { NamespaceMount } from '@godwit/domain/facts';
import { statBig } from '../files/read-identity.ts';
import { answersLookups } from './answers-lookups.ts';
import type { IdMap } from './id-map.ts';
import type { FullMount } from './read-mounts.ts';

type Content = Pick<NamespaceMount, 'usedBytes' | 'empty' | 'unreadable'>;

const nothing: Content = { usedBytes: null, empty: null, unreadable: null };

/** What a new bpf filesystem holds of itself. */
const byKernel = new Set(['maps.debug', 'progs.debug']);

/** Enough to find out about; a tree of files that is larger is only looked at in part. */
const mostEntries = 5000;

const mayRead = (file: string, map: IdMap): boolean => {
  const stat = statBig(file);
  if (map.uid(Number(stat.uid)) && map.gid(Number(stat.gid))) return true;
  return (stat.mode & 0o004n) !== 0n;
};

/** A file below a directory, on the same filesystem, that a user namespace may not read. */
const findUnreadable = (directory: string, map: IdMap): string | null => {
  const device = statBig(directory).dev;
  const open = [directory];
  for (let seen = 0; open.length > 0 && seen < mostEntries; ) {
    const at = open.pop() ?? '';
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      seen++;
      const file = path.join(at, entry.name);
      if (entry.isSymbolicLink() || (!entry.isFile() && !entry.isDirectory())) continue;
      if (statBig(file).dev !== device) continue;
      if (!mayRead(file, map)) return file.slice(directory.length) || '/';
      if (entry.isDirectory()) open.push(file);
    }
  }
  return null;
};

const attempt = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

const usedBytes = (directory: string): number => {
  const { blocks, bfree, bsize } = statfsSync(directory);
  return (blocks - bfree) * bsize;
};

/**
 * What lies in a filesystem that lives in memory, for CRIU writes it into the images. `seenAs` leads to its root, null when
 * nothing does. `map` are the ids of the tree's own user namespace, if it has one.
 */
export const readContent = (mount: FullMount, seenAs: string | null, map: IdMap | null): Content => {
  const inMemory = !mount.source.startsWith('/dev/') && answersLookups(mount.filesystem);
  if (seenAs === null || !inMemory || mount.root !== '/') return nothing;
  const isTmpfs = mount.filesystem === 'tmpfs' || mount.filesystem === 'devtmpfs';
  return {
    usedBytes: isTmpfs ? attempt(() => usedBytes(seenAs)) : null,
    empty: attempt(() => readdirSync(seenAs).every((name) => byKernel.has(name))),
    unreadable: map === null || mount.filesystem !== 'tmpfs' ? null : attempt(() => findUnreadable(seenAs, map)),
  };
};
