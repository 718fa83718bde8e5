import type { FileIdentity, Mapping } from '@godwit/domain/facts';
import { identityOf, readOpenFile, statBig } from '../files/read-identity.ts';
import type { RootView } from '../files/root-view.ts';
import { parseSmaps, type SmapsEntry } from '../procfs/parse-smaps.ts';
import { errorCode, readText } from '../procfs/read-text.ts';

/** Identities of mapped files by root, device, inode and path: the tasks of a tree share most of theirs. */
export type MappedFiles = Map<string, FileIdentity>;

/** Anonymous pages present or swapped out: what CRIU would have to write of one task. */
export interface DumpedPages {
  privateBytes: number;
  /** Shared anonymous memory by device and inode, because several tasks map the same. */
  sharedBytes: Map<string, number>;
}

/** Memory that only looks like a deleted file: MAP_SHARED and SysV segments, memfd, rings of libaio. */
const looksLikeFile = /^\/(dev\/zero|memfd:|SYSV|\[)/;

const isSharedMemory = (entry: SmapsEntry): boolean => entry.deleted && looksLikeFile.test(entry.path);

const isFile = (entry: SmapsEntry): boolean =>
  entry.inode !== '0' && entry.path.startsWith('/') && !isSharedMemory(entry);

/** Names in map_files have no leading zeros, unlike the addresses in maps. */
const withoutZeros = (address: string): string => address.replace(/^0+(?=.)/, '');

/** The link of /proc that leads to the file of one mapping. */
export const mapFilesLink = (pid: number, { start, end }: Pick<Mapping, 'start' | 'end'>): string =>
  `/proc/${pid}/map_files/${withoutZeros(start)}-${withoutZeros(end)}`;

/** Without the right to follow map_files the path must do, as long as it surely leads to the mapped file. */
const readByPath = (entry: SmapsEntry, view: RootView): FileIdentity | null => {
  const lookup = view.lookup(entry.path);
  if (lookup === null || entry.deleted) return null;
  const identity = identityOf(statBig(lookup), entry.path, 'linked');
  return identity.ino === entry.inode && identity.dev === entry.dev ? identity : null;
};

/**
 * What a mapped file is, through /proc/PID/map_files (CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE): it leads to the very file,
 * even where an overlay shows other device numbers in maps. Throws when that cannot be told.
 */
const readMappedFile = (pid: number, entry: SmapsEntry, view: RootView): FileIdentity => {
  const magic = mapFilesLink(pid, entry);
  try {
    return readOpenFile(magic, entry.deleted ? `${entry.path} (deleted)` : entry.path, view);
  } catch (error) {
    const found = ['EPERM', 'EACCES'].includes(errorCode(error)) ? readByPath(entry, view) : null;
    if (found === null) throw error;
    return found;
  }
};

const dumpedPages = (entries: readonly SmapsEntry[]): DumpedPages => {
  const pages: DumpedPages = { privateBytes: 0, sharedBytes: new Map() };
  for (const entry of entries) {
    if (entry.permissions.endsWith('p')) pages.privateBytes += entry.anonymousBytes + entry.swapBytes;
    else if (isSharedMemory(entry))
      pages.sharedBytes.set(`${entry.dev} ${entry.inode}`, entry.rssBytes + entry.swapBytes);
  }
  return pages;
};

const toMapping = (entry: SmapsEntry, identity?: FileIdentity): Mapping =>
  identity === undefined ? entry : Object.assign(entry, { identity });

/** Mappings of a task from /proc/PID/smaps, with the identity of each mapped file. Throws when one may not be read. */
export const readMappings = (
  pid: number,
  view: RootView,
  files: MappedFiles,
): { mappings: Mapping[]; pages: DumpedPages } => {
  const entries = parseSmaps(readText(`/proc/${pid}/smaps`));
  const identify = (entry: SmapsEntry): FileIdentity => {
    const key = [view.key, entry.dev, entry.inode, entry.path, entry.deleted].join('|');
    const identity = files.get(key) ?? readMappedFile(pid, entry, view);
    files.set(key, identity);
    return identity;
  };
  return {
    mappings: entries.map((entry) => toMapping(entry, isFile(entry) ? identify(entry) : undefined)),
    pages: dumpedPages(entries),
  };
};
