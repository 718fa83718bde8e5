import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileIdentity } from '@godwit/domain/facts';
import { parseDevice } from './parse-device.ts';
import type { RootView } from './root-view.ts';

const kinds = new Map<bigint, FileIdentity['kind']>([
  [0o100000n, 'regular'],
  [0o040000n, 'directory'],
  [0o020000n, 'character-device'],
  [0o060000n, 'block-device'],
  [0o010000n, 'fifo'],
  [0o140000n, 'socket'],
  [0o120000n, 'symlink'],
]);

const deletedMark = ' (deleted)';

export const statBig = (path: string): BigIntStats => statSync(path, { bigint: true });

/** The identity that stat(2) tells, under the given path and state. */
export const identityOf = (stat: BigIntStats, path: string, state: FileIdentity['state']): FileIdentity => ({
  path,
  kind: kinds.get(stat.mode & 0o170000n) ?? 'other',
  dev: parseDevice(stat.dev),
  ino: String(stat.ino),
  mode: Number(stat.mode & 0o7777n),
  sizeBytes: Number(stat.size),
  allocatedBytes: Number(stat.blocks) * 512,
  nlink: Number(stat.nlink),
  rdev: parseDevice(stat.rdev),
  uid: Number(stat.uid),
  gid: Number(stat.gid),
  mtimeMs: Number(stat.mtimeMs),
  state,
  blockBytes: Number(stat.blksize),
});

const isLink = (stat: BigIntStats): boolean => (stat.mode & 0o170000n) === 0o120000n;

type Look = 'same' | 'other' | 'nothing' | 'unreachable';

/** What the path leads to now, compared with the open file. */
const lookAt = (open: BigIntStats, path: string, view: RootView): Look => {
  const lookup = view.lookup(path);
  if (lookup === null) return 'unreachable';
  try {
    // A descriptor of a symbolic link itself (O_PATH with O_NOFOLLOW) is compared with the link, not with its target.
    const look = isLink(open) ? lstatSync : statSync;
    const found = look(lookup, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    return found.dev === open.dev && found.ino === open.ino ? 'same' : 'other';
  } catch {
    return 'unreachable';
  }
};

const stateOf = (open: BigIntStats, look: Look): FileIdentity['state'] => {
  if (look === 'same') return 'linked';
  if (look === 'unreachable') return 'unreachable';
  // Without any link left CRIU carries the content itself, whatever the name leads to now.
  return look === 'nothing' || open.nlink === 0n ? 'deleted' : 'replaced';
};

const needsLink = ({ state, nlink, kind }: FileIdentity): boolean =>
  (state === 'deleted' || state === 'replaced') && nlink > 0 && kind === 'regular';

/** Temporary links that a failed dump left in the directory of a file (CRIU files-reg.c, create_link_remap). */
const leftLinksBeside = (path: string, view: RootView, open: BigIntStats): Left => {
  const directory = view.lookup(dirname(path));
  if (directory === null) return { leftLinks: [], ownLeftLinks: [] };
  try {
    const leftLinks = readdirSync(directory).filter((name) => /^link_remap\.\d+$/.test(name));
    return { leftLinks, ownLeftLinks: leftLinks.filter((name) => isSame(open, join(directory, name))) };
  } catch {
    return { leftLinks: [], ownLeftLinks: [] };
  }
};

type Left = Required<Pick<FileIdentity, 'leftLinks' | 'ownLeftLinks'>>;

const isSame = (open: BigIntStats, path: string): boolean => {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.dev === open.dev && found.ino === open.ino;
};

/**
 * What an open file is, and whether the path that the kernel prints for it still leads there. `magic` is a link of /proc
 * that leads to the file itself (fd/3, exe, map_files/...), `link` is its text.
 */
export const readOpenFile = (magic: string, link: string, view: RootView): FileIdentity => {
  const open = statBig(magic);
  const first = lookAt(open, link, view);
  if (first === 'same' || !link.endsWith(deletedMark)) {
    return identityOf(open, link, stateOf(open, first));
  }
  const path = link.slice(0, -deletedMark.length);
  const identity = identityOf(open, path, stateOf(open, lookAt(open, path, view)));
  return needsLink(identity) ? { ...identity, ...leftLinksBeside(path, view, open) } : identity;
};
