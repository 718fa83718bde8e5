import { type BigIntStats, lstatSync } from 'node:fs';
import path from 'node:path';
import { listNames } from '../files/list-names.ts';

/** What tells that a file is another one, or was written to: by path below the root, "." for the root itself. */
export type RootSnapshot = ReadonlyMap<string, string>;

/** The kernel sets the change time at every write, and programs cannot set it. */
const signatureOf = ({ ino, size, mode, uid, gid, ctimeNs }: BigIntStats): string =>
  [mode & fileKind, ino, size, mode, uid, gid, ctimeNs].join(' ');

/** S_IFMT of inode(7). */
const fileKind = 0o170000n;
const kindOf = (signature: string | undefined): string | undefined => signature?.split(' ')[0];

const look = (file: string): BigIntStats | undefined => lstatSync(file, { bigint: true, throwIfNoEntry: false });

/**
 * Looks at every file below a directory without opening any, of each name on its own file system.
 *
 * @param names below the directory; left out: all of it
 */
export const snapshotRoot = (root: string, names: readonly string[] = ['.']): RootSnapshot =>
  new Map(names.flatMap((name) => [...lookBelow(root, name)]));

const lookBelow = (root: string, start: string): RootSnapshot => {
  const top = look(path.join(root, start));
  const found = new Map<string, string>();
  const waiting = top ? [start] : [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const stat = look(path.join(root, at));
    if (!stat) continue;
    found.set(at, signatureOf(stat));
    if (!stat.isDirectory() || stat.dev !== top?.dev) continue;
    for (const name of listNames(path.join(root, at))) waiting.push(at === '.' ? name : `${at}/${name}`);
  }
  return found;
};

/**
 * What must be removed and what copied again, in this order, so that a copy of then is one of now. What became another kind
 * of file is in both.
 */
export const compareSnapshots = (then: RootSnapshot, now: RootSnapshot): { changed: string[]; removed: string[] } => ({
  changed: [...now].filter(([name, signature]) => then.get(name) !== signature).map(([name]) => name),
  removed: [...then].filter(([name, signature]) => kindOf(now.get(name)) !== kindOf(signature)).map(([name]) => name),
});
